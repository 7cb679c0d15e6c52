using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace CivicGrains.WebFrontend.Http;

/// <summary>Writes a <see cref="Problem"/> as <c>application/problem+json</c> in the language the caller reads.</summary>
internal sealed class ProblemResult(Problem problem) : IResult, IStatusCodeHttpResult
{
    private static readonly JsonWriterOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <inheritdoc/>
    public int? StatusCode => problem.Status;

    /// <summary>What is wrong.</summary>
    public Problem Problem => problem;

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext, problem);

    /// <summary>Writes a problem as the whole answer.</summary>
    public static async Task WriteAsync(HttpContext context, Problem problem)
    {
        var language = Languages.Of(context.Request);
        var response = context.Response;
        response.StatusCode = problem.Status;
        response.ContentType = "application/problem+json; charset=utf-8";
        response.Headers.ContentLanguage = language.Tag();
        response.Headers.Vary = HeaderNames.AcceptLanguage;
        response.Headers.CacheControl = "no-store";
        if (problem.RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        var refused = problem.Rejection;
        var buffer = new ArrayBufferWriter<byte>();
        await using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteString("type", $"urn:civicgrains:problem:{refused.Code}");
            json.WriteString("title", TitleOf(problem.Status, language));
            json.WriteNumber("status", problem.Status);
            json.WriteString("detail", refused.In(language));
            json.WriteString("code", refused.Code);
            if (refused.Field is { } field)
            {
                json.WriteString("field", field);
            }

            json.WriteStartObject("messages");
            json.WriteString("en", refused.English);
            json.WriteString("zh", refused.Chinese);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        await response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
    }

    /// <summary>What a status means, in two or three words.</summary>
    public static string TitleOf(int status, Language language)
    {
        var english = language is Language.English;
        return status switch
        {
            400 => english ? "The request is wrong" : "请求有误",
            401 => english ? "Not signed in" : "未登录",
            403 => english ? "Not allowed" : "无权操作",
            404 => english ? "Not found" : "未找到",
            405 => english ? "Method not allowed" : "请求方法不支持",
            409 => english ? "Not possible as things stand" : "当前状态不允许",
            412 => english ? "Changed meanwhile" : "内容已变更",
            428 => english ? "Say which version" : "须注明版本",
            413 => english ? "Too large" : "内容过大",
            429 => english ? "Too often" : "请求过于频繁",
            503 => english ? "Not now" : "暂时无法处理",
            _ => english ? "An error" : "错误",
        };
    }
}
