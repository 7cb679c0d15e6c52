namespace CivicGrains.WebFrontend.Photos;

/// <summary>What taking in and showing photos needs.</summary>
internal static class PhotoServices
{
    public static IServiceCollection AddPhotos(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<PhotoOptions>(configuration.GetSection("Photos"));
        return services
            .AddSingleton<PictureMaker>()
            .AddSingleton<PhotoUploads>()
            .AddSingleton<PhotoCheck>()
            .AddSingleton<PhotoForms>();
    }
}
