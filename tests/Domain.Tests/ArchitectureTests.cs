using System.Reflection;
using CivicGrains.Domain.Common;
using CivicGrains.Testing;

namespace CivicGrains.Domain.Tests;

public sealed class ArchitectureTests
{
    private static readonly Assembly Domain = typeof(DomainEvent).Assembly;

    [Fact]
    public void Domain_knows_no_runtime_of_grains_no_web_and_no_database()
    {
        string[] forbidden =
        [
            "Orleans.Runtime",
            "Microsoft.AspNetCore",
            "Npgsql",
            "CivicGrains.",
            "Microsoft.Extensions",
        ];

        Assert.DoesNotContain(
            Domain.GetReferencedAssemblies(),
            a => forbidden.Any(f => a.Name!.StartsWith(f, StringComparison.Ordinal))
        );
    }

    [Fact]
    public void The_namespace_of_a_file_is_its_folder()
    {
        foreach (var file in Directory.EnumerateFiles(Golden.PathOf("Domain"), "*.cs", SearchOption.AllDirectories))
        {
            var folder = Path.GetRelativePath(Golden.PathOf("Domain"), Path.GetDirectoryName(file)!);
            if (folder is not "." && folder[0] is not ('b' or 'o'))
            {
                Assert.Contains(
                    $"namespace CivicGrains.Domain.{folder};",
                    File.ReadAllText(file),
                    StringComparison.Ordinal
                );
            }
        }
    }

    [Fact]
    public void Events_hold_no_text_of_a_person()
    {
        // Names of places are public; whatever else is written by people stands beside the log.
        string[] allowed =
        [
            "IssueId",
            "Issue",
            "Into",
            "From",
            "Duplicate",
            "To",
            "Subject",
            "Category",
            "AskedCategory",
            "Building",
            "Name",
            "Code",
            "MicroGrid",
            "Cause",
            "Department",
            "Description",
            "Location",
            "Note",
            "Reason",
            "Text",
            "Title",
        ];

        foreach (var type in EventCatalog.All.Values)
        {
            foreach (var property in type.GetProperties().Where(p => p.PropertyType == typeof(string)))
            {
                Assert.Contains(property.Name, allowed);
            }
        }
    }
}
