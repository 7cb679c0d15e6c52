namespace CivicGrains.Testing;

/// <summary>
/// Contracts as committed text: a test makes the text anew and compares. With the environment variable
/// <c>GOLDEN=write</c> the files are written instead; the change then shows in the diff.
/// </summary>
public static class Golden
{
    private static readonly Lazy<string> Root = new(FindRoot);

    /// <summary>Whether this run writes the committed texts instead of comparing them.</summary>
    public static bool IsWriting { get; } = Environment.GetEnvironmentVariable("GOLDEN") == "write";

    /// <summary>Full path of a file of the repository.</summary>
    /// <param name="name">Path from the root of the repository, such as <c>docs/schema.sql</c>.</param>
    public static string PathOf(string name) => Path.Combine(Root.Value, name);

    /// <summary>Compares a text with a committed file.</summary>
    /// <param name="name">Path from the root of the repository, such as <c>docs/schema.sql</c>.</param>
    /// <exception cref="GoldenMismatchException">They differ, or there is no such file.</exception>
    public static void Matches(string name, string text)
    {
        var path = PathOf(name);
        var fresh = text.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        if (IsWriting)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, fresh);
            return;
        }

        if (!File.Exists(path))
        {
            throw new GoldenMismatchException(name, "there is no such file yet");
        }

        var committed = File.ReadAllText(path);
        if (committed != fresh)
        {
            throw new GoldenMismatchException(name, FirstDifference(committed, fresh));
        }
    }

    private static string FirstDifference(string committed, string fresh)
    {
        var old = committed.Split('\n');
        var now = fresh.Split('\n');
        var line = old.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"line {line + 1}:\n  committed: {old.ElementAtOrDefault(line)}\n  now:       {now.ElementAtOrDefault(line)}";
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CivicGrains.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("Tests run from within the repository.");
    }
}

/// <summary>A committed text is not what the code makes now.</summary>
public sealed class GoldenMismatchException(string name, string difference)
    : Exception($"{name} differs; if that is meant, run the test with GOLDEN=write. {difference}");
