using System.Collections.Frozen;
using Microsoft.AspNetCore.StaticAssets;

namespace CivicGrains.WebFrontend.Pages;

/// <summary>
/// Addresses of scripts and styles with the fingerprint of their contents, so that a browser keeps them for ever and
/// never keeps an old one.
/// </summary>
internal sealed class PageAssets(EndpointDataSource endpoints)
{
    private readonly Lazy<FrozenDictionary<string, string>> _fingerprinted = new(() =>
        endpoints
            .Endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>())
            .OfType<StaticAssetDescriptor>()
            .Select(asset => (asset.Route, Label: asset.Properties.FirstOrDefault(p => p.Name == "label")?.Value))
            .Where(asset => asset.Label is not null)
            .DistinctBy(asset => asset.Label, StringComparer.Ordinal)
            .ToFrozenDictionary(asset => asset.Label!, asset => asset.Route, StringComparer.Ordinal)
    );

    /// <summary>The address of a file of <c>wwwroot</c>, such as <c>app/main.js</c>.</summary>
    public string AddressOf(string name) => $"/{_fingerprinted.Value.GetValueOrDefault(name, name)}";
}
