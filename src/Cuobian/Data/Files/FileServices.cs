namespace Cuobian.Data.Files;

/// <summary>Registers what photos need.</summary>
internal static class FileServices
{
    public static IServiceCollection AddFiles(this IServiceCollection services)
    {
        services.AddSingleton(sp => FileSettings.From(sp.GetRequiredService<IConfiguration>(), sp.GetRequiredService<DatabaseSettings>()));
        services.AddSingleton<IFileStore, FileStore>();
        services.AddSingleton<Thumbnails>();
        services.AddScoped<AddFile>();
        services.AddScoped<StoredFiles>();
        services.AddScoped<ServeFile>();
        services.AddScoped<PurgeUnattachedFiles>();
        return services;
    }
}
