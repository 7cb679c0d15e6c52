using CivicGrains.Browser.Tests.Support;

namespace CivicGrains.Browser.Tests;

/// <summary>Every page that residents, and those who are not signed in, see on a phone. Beside the others: none measures how soon.</summary>
public sealed class ResidentPageTests(Town town)
{
    /// <summary>Those that are 390 pixels wide.</summary>
    public static IEnumerable<TheoryDataRow<string, string?, string, int>> Pages =>
        PageTests.Pages.Where(row => row.Data.Item4 == 390 && row.Data.Item2 is null or "resident");

    [Theory]
    [MemberData(nameof(Pages))]
    public Task A_page_has_no_barriers_and_nothing_sticks_out(string name, string? account, string path, int width) =>
        PageTests.LookAsync(town, name, account, path, width);
}

/// <summary>Every page that staff and volunteers see on a phone.</summary>
public sealed class StaffPhonePageTests(Town town)
{
    /// <summary>Those that are 390 pixels wide.</summary>
    public static IEnumerable<TheoryDataRow<string, string?, string, int>> Pages =>
        PageTests.Pages.Where(row => row.Data.Item4 == 390 && row.Data.Item2 is not (null or "resident"));

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
