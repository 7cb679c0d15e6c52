using CivicGrains.Domain.Calendar;
using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.Photos;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace CivicGrains.WebFrontend.OpenApi;

/// <summary>The API's description, made from the routes themselves, and a page to read it.</summary>
internal static class ApiDescription
{
    private const string BearerScheme = "bearer";

    public static IServiceCollection AddApiDescription(this IServiceCollection services) =>
        services.AddOpenApi(options =>
        {
            options.AddDocumentTransformer(DescribeAsync);
            options.AddOperationTransformer(DescribeOperationAsync);
            options.AddSchemaTransformer(DescribeWordsAsync);
        });

    /// <summary>Adds the description and the page.</summary>
    public static void MapApiDescription(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        routes.MapScalarApiReference("/docs").AllowAnonymous();
    }

    private static Task DescribeAsync(
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        document.Info.Title = "CivicGrains";
        document.Info.Version = "v1";
        document.Info.Description =
            "Errors are problems (RFC 9457) with a stable `code`; `docs/codes.md` lists them. Times are ISO 8601.";
        // Where it happens to run is no part of the contract.
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes[BearerScheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = BearerScheme,
            Description = "The token that /api/sign-in answers.",
        };
        return Task.CompletedTask;
    }

    /// <summary>Values of ours that are written as a text.</summary>
    private static Task DescribeWordsAsync(
        OpenApiSchema schema,
        OpenApiSchemaTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type == typeof(TimeLimit))
        {
            schema.Type = JsonSchemaType.String;
            schema.Pattern = "^[0-9]{1,10}(wh|wd|h|d|min|s|ws)$";
        }
        else if (type == typeof(Place))
        {
            schema.Type = JsonSchemaType.String;
        }

        return Task.CompletedTask;
    }

    private static async Task DescribeOperationAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<BodyMetadata>().LastOrDefault() is { } body)
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = body.IsRequired,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    ["application/json"] = new()
                    {
                        Schema = await context.GetOrCreateSchemaAsync(body.Type, null, cancellationToken),
                    },
                },
            };
        }

        if (metadata.OfType<PictureMetadata>().Any())
        {
            var picture = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = PhotoUploads.TypesTaken.ToDictionary(
                    type => type,
                    _ => new OpenApiMediaType { Schema = picture },
                    StringComparer.Ordinal
                ),
            };
        }

        foreach (var parameter in ParametersOf(metadata))
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(parameter);
        }

        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponse { Description = "A problem (application/problem+json)." };
        if (!metadata.OfType<IAllowAnonymous>().Any())
        {
            operation.Security =
            [
                new OpenApiSecurityRequirement
                {
                    [new OpenApiSecuritySchemeReference(BearerScheme, context.Document)] = [],
                },
            ];
        }
    }

    private static IEnumerable<OpenApiParameter> ParametersOf(IList<object> metadata)
    {
        if (metadata.OfType<IdempotencyKeyMetadata>().Any())
        {
            yield return new OpenApiParameter
            {
                Name = IdempotencyKey.Header,
                In = ParameterLocation.Header,
                Description = "A repeat under the same key is the same wish: it happens once and is answered alike.",
                Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    MinLength = 1,
                    MaxLength = 200,
                },
            };
        }

        if (metadata.OfType<IfMatchMetadata>().Any())
        {
            yield return new OpenApiParameter
            {
                Name = "If-Match",
                In = ParameterLocation.Header,
                Required = true,
                Description = "The ETag of what was read before; `*` for any.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            };
        }

        foreach (var query in metadata.OfType<QueryMetadata>())
        {
            yield return new OpenApiParameter
            {
                Name = query.Name,
                In = ParameterLocation.Query,
                Description = query.Description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            };
        }
    }
}
