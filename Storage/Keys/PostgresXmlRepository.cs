using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Npgsql;

namespace CivicGrains.Storage.Keys;

/// <summary>
/// Keeps the keys of ASP.NET Core data protection in PostgreSQL, so that any web process can read a sign-in that
/// another one made. The framework asks synchronously and seldom: at the start, and once a day.
/// </summary>
public sealed class PostgresXmlRepository(NpgsqlDataSource source) : IXmlRepository
{
    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var connection = source.OpenConnection();
        using var command = new NpgsqlCommand(
            "select xml from data_protection_keys order by created_at, name",
            connection
        );
        using var reader = command.ExecuteReader();
        var elements = new List<XElement>();
        while (reader.Read())
        {
            elements.Add(XElement.Parse(reader.GetString(0)));
        }

        return elements;
    }

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName)
    {
        using var connection = source.OpenConnection();
        using var command = new NpgsqlCommand(
            "insert into data_protection_keys (name, xml) values ($1, $2)",
            connection
        );
        command.Parameters.Add(new() { Value = friendlyName });
        command.Parameters.Add(new() { Value = element.ToString(SaveOptions.DisableFormatting) });
        command.ExecuteNonQuery();
    }
}
