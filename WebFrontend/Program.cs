namespace CivicGrains.WebFrontend;

internal static class Program
{
    private static void Main() { }
}
