using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Rules;

/// <summary>What is refused when rules of owners are published over HTTP. Nothing is published here.</summary>
public sealed class OwnerRuleRefusalApiTests(TestHost host)
{
    private const string Compound = "/api/places/compound/510105007004-C001/rules";
    private const string Project = "/api/places/project/RNV-2026-510105007004-C001-01/rules";
    private const string Grid = "/api/places/grid/510105007004-G01/rules";

    [Theory]
    [InlineData(
        """{"overrides":{"classes":[{"class":"P9","cap":"1wd"}]}}""",
        "rules.class-unknown",
        "overrides.classes.P9"
    )]
    [InlineData(
        """{"overrides":{"categories":[{"code":"XXX-01","cap":"1wd"}]}}""",
        "rules.category-unknown",
        "overrides.categories.XXX-01"
    )]
    [InlineData(
        """{"overrides":{"categories":[{"code":"UTL-04","department":"magic"}]}}""",
        "rules.department-unknown",
        "overrides.categories.UTL-04.department"
    )]
    [InlineData(
        """{"overrides":{"categories":[{"code":"UTL-04","cap":"-2wd"}]}}""",
        "rules.limit-invalid",
        "overrides.categories.UTL-04.cap"
    )]
    [InlineData(
        """{"overrides":{"categories":[{"code":"UTL-04","cap":"0wd"}]}}""",
        "rules.limit-invalid",
        "overrides.categories.UTL-04.cap"
    )]
    [InlineData(
        """{"overrides":{"categories":[{"code":"UTL-04","cap":"soon"}]}}""",
        "rules.limit-invalid",
        "overrides.categories.UTL-04.cap"
    )]
    [InlineData(
        """{"overrides":{"classes":[{"class":"P3","budgets":[null,"9999999wd",null,null]}]}}""",
        "rules.limit-invalid",
        "overrides.classes.P3.budgets.1"
    )]
    [InlineData(
        """{"overrides":{"classes":[{"class":"P3","budgets":["8wd",null,null,null]}]}}""",
        "rules.above-cap",
        "overrides.classes.P3.budgets.0"
    )]
    [InlineData(
        """{"overrides":{"classes":[{"class":"P3","cap":"8wd"}]}}""",
        "rules.looser-than-district",
        "overrides.classes.P3.cap"
    )]
    [InlineData(
        """{"overrides":{"categories":[{"code":"UTL-04","evidence":"none"}]}}""",
        "rules.looser-than-district",
        "overrides.categories.UTL-04.evidence"
    )]
    [InlineData(
        """{"overrides":{"categories":[{"code":"UTL-04","firstHandler":"contractor"}]}}""",
        "rules.handler-not-here",
        "overrides.categories.UTL-04.firstHandler"
    )]
    [InlineData(
        """{"overrides":{"categories":[{"code":"BLD-02","levels":[0,3]}]}}""",
        "rules.level-without-office",
        "overrides.categories.BLD-02.levels"
    )]
    [InlineData(
        """{"overrides":{"categories":[{"code":"UTL-04","levels":[0,2,1]}]}}""",
        "rules.levels-circular",
        "overrides.categories.UTL-04.levels"
    )]
    public async Task What_cannot_hold_is_refused_by_both_and_the_rule_named(
        string overrides,
        string code,
        string field
    )
    {
        using var api = await host.ApiAsync("community");
        var body = $$"""{"reason":"x",{{overrides[1..]}}""";

        var put = await api.PutTextAsync(Compound, body);
        var preview = await api.PostTextAsync(Compound + "/preview", body);

        Assert.Equal(field, put.ExpectProblem(400, code).Field);
        if (preview.Status == 200)
        {
            var problem = Assert.Single(preview.Json.GetProperty("problems").EnumerateArray());
            Assert.Equal(
                (code, field),
                (problem.GetProperty("code").GetString(), problem.GetProperty("field").GetString())
            );
            Assert.Empty(preview.Json.GetProperty("difference").EnumerateArray());
        }
        else
        {
            Assert.Equal(field, preview.ExpectProblem(400, code).Field);
        }

        Assert.Equal(0, (await api.GetAsync(Compound)).Expect(200).GetProperty("version").GetInt32());
    }

    [Theory]
    [InlineData("""{"reason":"x"}""", "field.missing", "overrides")]
    [InlineData("""{"overrides":{}}""", "field.missing", "reason")]
    [InlineData("""{"overrides":{},"reason":" "}""", "text.empty", "reason")]
    [InlineData("""{"overrides":{},"reason":"a\u0000b"}""", "text.control-character", "reason")]
    [InlineData(
        """{"overrides":{"categories":[{"code":"UTL-04\u0000"}]},"reason":"x"}""",
        "text.control-character",
        "overrides.categories[0].code"
    )]
    [InlineData("""{"overrides":[],"reason":"x"}""", "field.wrong-type", "overrides")]
    [InlineData("""{"overrides":{"classes":{}},"reason":"x"}""", "field.wrong-type", "overrides.classes")]
    [InlineData("""{"overrides":{"categories":[5]},"reason":"x"}""", "field.wrong-type", "overrides.categories")]
    [InlineData(
        """{"overrides":{"categories":[{"code":"UTL-04","levels":[0.5]}]},"reason":"x"}""",
        "field.wrong-type",
        "overrides.categories[0].levels"
    )]
    [InlineData(
        """{"overrides":{"categories":[{"code":"UTL-04","levels":{}}]},"reason":"x"}""",
        "field.wrong-type",
        "overrides.categories[0].levels"
    )]
    [InlineData(
        """{"overrides":{"categories":[{"code":"UTL-04","firstHandler":"nobody"}]},"reason":"x"}""",
        "field.wrong-type",
        "overrides.categories[0].firstHandler"
    )]
    [InlineData(
        """{"overrides":{"categories":[{"cap":"1wd"}]},"reason":"x"}""",
        "field.missing",
        "overrides.categories[0].code"
    )]
    [InlineData(
        """{"overrides":{"categories":[{"code":"UTL-04","caps":"1wd"}]},"reason":"x"}""",
        "field.unknown",
        "overrides.categories[0].caps"
    )]
    [InlineData("""{"overrides":{"category":[]},"reason":"x"}""", "field.unknown", "overrides.category")]
    [InlineData(
        """{"overrides":{"classes":[{"class":"P3","budgets":[5]}]},"reason":"x"}""",
        "field.wrong-type",
        "overrides.classes[0].budgets"
    )]
    public async Task What_cannot_be_read_is_refused_and_the_field_named(string body, string code, string field)
    {
        using var api = await host.ApiAsync("community");

        Assert.Equal(field, (await api.PutTextAsync(Compound, body)).ExpectProblem(400, code).Field);
    }

    [Fact]
    public async Task Those_above_who_cover_a_place_publish_and_nobody_else_previews_either()
    {
        foreach (var account in SmallTown.People.Keys)
        {
            using var api = await host.ApiAsync(account);
            await ExpectAsync(api, Compound, account is "community" or "subdistrict" or "administrator");
            await ExpectAsync(api, Grid, account is "community" or "subdistrict" or "administrator");
            await ExpectAsync(api, Project, account is "subdistrict" or "administrator");
            (await api.GetAsync(Compound)).Expect(200);
        }

        using var stranger = await host.ApiAsync(null);
        (await stranger.GetAsync(Compound)).ExpectProblem(401, "actor.not-signed-in");
        (await stranger.GetAsync(Compound + "/history")).ExpectProblem(401, "actor.not-signed-in");
        (await stranger.PutAsync(Compound, OwnerRuleApiTests.Photo, "*")).ExpectProblem(401, "actor.not-signed-in");
        (await stranger.PostAsync(Compound + "/preview", OwnerRuleApiTests.Photo)).ExpectProblem(
            401,
            "actor.not-signed-in"
        );

        static async Task ExpectAsync(Api api, string path, bool may)
        {
            var preview = await api.PostAsync(path + "/preview", OwnerRuleApiTests.Photo);
            var put = await api.PutAsync(path, OwnerRuleApiTests.Photo, null);
            if (may)
            {
                preview.Expect(200);
                put.ExpectProblem(428, "edit.unguarded");
            }
            else
            {
                preview.ExpectProblem(403, "place.not-yours");
                put.ExpectProblem(403, "place.not-yours");
            }
        }
    }

    [Theory]
    [InlineData("compound/510105007004-C999", 404, "owner.unknown")]
    [InlineData("community/510105007004", 404, "place.unknown")]
    [InlineData("compound/nowhere", 404, "place.unknown")]
    public async Task A_place_without_rules_of_its_own_is_not_found(string place, int status, string code)
    {
        using var api = await host.ApiAsync("administrator");

        (await api.GetAsync($"/api/places/{place}/rules")).ExpectProblem(status, code);
        (await api.GetAsync($"/api/places/{place}/rules/history")).ExpectProblem(status, code);
        (await api.PutAsync($"/api/places/{place}/rules", OwnerRuleApiTests.Photo, "*")).ExpectProblem(status, code);
    }
}
