using System.Text;

namespace CivicGrains.Domain.Tests.Golden;

/// <summary>
/// Text that is committed and made again by a test. Run the tests with UPDATE_GOLDEN=1 to write it anew, then look at
/// the difference before committing it.
/// </summary>
public static class GoldenFile
{
    public static bool Updating { get; } = Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1";

    public static string Root { get; } = FindRoot();

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    public static void Matches(string relative, string text)
    {
        var path = PathOf(relative);
        if (Updating)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text, new UTF8Encoding(false));
            return;
        }

        Assert.True(File.Exists(path), $"{relative} is not committed: run the tests with UPDATE_GOLDEN=1.");
        Assert.Equal(File.ReadAllText(path), text);
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "CivicGrains.sln")))
        {
            folder =
                Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder;
    }
}
