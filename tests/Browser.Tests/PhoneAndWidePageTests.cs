using CivicGrains.Browser.Tests.Support;

namespace CivicGrains.Browser.Tests;

/// <summary>Every page that people see on a phone. Beside <see cref="WidePageTests"/>: neither measures how soon.</summary>
public sealed class PhonePageTests(Town town)
{
    /// <summary>Those that are 390 pixels wide.</summary>
    public static IEnumerable<TheoryDataRow<string, string?, string, int>> Pages =>
        PageTests.Pages.Where(row => row.Data.Item4 == 390);

    [Theory]
    [MemberData(nameof(Pages))]
    public Task A_page_has_no_barriers_and_nothing_sticks_out(string name, string? account, string path, int width) =>
        PageTests.LookAsync(town, name, account, path, width);
}

/// <summary>Every page that people see on a desk or a wall.</summary>
public sealed class WidePageTests(Town town)
{
    /// <summary>Those that are wider than a phone.</summary>
    public static IEnumerable<TheoryDataRow<string, string?, string, int>> Pages =>
        PageTests.Pages.Where(row => row.Data.Item4 > 390);

    [Theory]
    [MemberData(nameof(Pages))]
    public Task A_page_has_no_barriers_and_nothing_sticks_out(string name, string? account, string path, int width) =>
        PageTests.LookAsync(town, name, account, path, width);
}
