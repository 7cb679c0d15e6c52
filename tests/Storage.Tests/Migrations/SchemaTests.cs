using CivicGrains.Testing;

namespace CivicGrains.Storage.Tests.Migrations;

public sealed class SchemaTests(PostgresServer server)
{
    [Fact]
    public async Task The_schema_is_the_one_in_docs()
    {
        await using var database = await server.CreateDatabaseAsync();
        var lines = await database.ColumnAsync<string>(Describe);
        var header =
            "-- The whole schema as the migrations make it, for reading. Made by a test (GOLDEN=write); never run.\n";
        Golden.Matches("docs/schema.sql", $"{header}\n{string.Join("\n\n", lines)}");
    }

    [Fact]
    public async Task Every_table_and_column_says_what_it_is()
    {
        await using var database = await server.CreateDatabaseAsync();
        var silent = await database.ColumnAsync<string>(
            """
            select c.relname || coalesce('.' || a.attname, '')
            from pg_class c
            left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'migrations'
              and (obj_description(c.oid) is null or col_description(c.oid, a.attnum) is null)
            order by 1
            """
        );
        Assert.Empty(silent);
    }

    /// <summary>One text per table, sequence and function, in the order of their names.</summary>
    private const string Describe = """
        with comments as (
          select d.objoid, d.objsubid, d.classoid, replace(d.description, '''', '''''') as text from pg_description d),
        columns as (
          select a.attrelid,
            string_agg(
              '  ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
              || case when co.collname = 'C' then ' collate "C"' else '' end
              || case when a.attnotnull then ' not null' else '' end
              || case
                when a.attidentity = 'a' then ' generated always as identity'
                when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid)
                else ''
              end
              || ',' || coalesce('  -- ' || c.text, ''), e'\n' order by a.attnum) as lines
          from pg_attribute a
          left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
          left join pg_collation co on co.oid = a.attcollation
          left join comments c on c.classoid = 'pg_class'::regclass and c.objoid = a.attrelid and c.objsubid = a.attnum
          where a.attnum > 0 and not a.attisdropped
          group by a.attrelid),
        constraints as (
          select conrelid, string_agg('  ' || pg_get_constraintdef(oid), e',\n' order by contype desc, conname) as lines
          from pg_constraint group by conrelid),
        indexes as (
          select i.indrelid, string_agg(pg_get_indexdef(i.indexrelid) || ';', e'\n' order by x.relname) as lines
          from pg_index i join pg_class x on x.oid = i.indexrelid
          where not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid)
          group by i.indrelid),
        described as (
          select 1 as kind, c.relname as name,
            coalesce('-- ' || d.text || e'\n', '')
            || 'create table ' || c.relname || e' (\n' || col.lines || e'\n' || coalesce(k.lines, '') || e'\n)'
            || coalesce(' with (' || array_to_string(c.reloptions, ', ') || ')', '') || ';'
            || coalesce(e'\n' || i.lines, '') as text
          from pg_class c
          join columns col on col.attrelid = c.oid
          left join constraints k on k.conrelid = c.oid
          left join indexes i on i.indrelid = c.oid
          left join comments d on d.classoid = 'pg_class'::regclass and d.objoid = c.oid and d.objsubid = 0
          where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'migrations'
          union all
          select 2, c.relname,
            coalesce('-- ' || d.text || e'\n', '') || 'create sequence ' || c.relname || ' increment by ' || s.seqincrement || ';'
          from pg_sequence s
          join pg_class c on c.oid = s.seqrelid
          left join comments d on d.classoid = 'pg_class'::regclass and d.objoid = c.oid and d.objsubid = 0
          where c.relnamespace = 'public'::regnamespace and c.relname <> 'migrations_schemaversionsid_seq'
            and not exists (select 1 from pg_depend p where p.objid = c.oid and p.deptype = 'i')
          union all
          select 3, p.proname, coalesce('-- ' || d.text || e'\n', '') || pg_get_functiondef(p.oid) || ';'
          from pg_proc p
          left join comments d on d.classoid = 'pg_proc'::regclass and d.objoid = p.oid
          where p.pronamespace = 'public'::regnamespace)
        select text from described order by kind, name
        """;
}
