using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using JakSignals.App.Api;
using JakSignals.App.Health;
using JakSignals.App.Scheduling;
using JakSignals.App.Accounts;
using JakSignals.App.Reading;
using JakSignals.Incidence;
using JakSignals.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serilog.Extensions.Logging;

namespace JakSignals.App.Hosting;

/// <summary>Puts the server together: console, sign-in, health. Nothing but the settings given shapes it.</summary>
internal static class ConsoleHost
{
    private const int LargestForm = 64 * 1024;      // bytes

    /// <summary>The server, not started.</summary>
    /// <param name="settings">Settings.</param>
    /// <param name="listening">Where it listens.</param>
    /// <param name="clock">Clock of sign-in, ledger and health.</param>
    /// <param name="log">Where it logs; disposed of with the server.</param>
    public static WebApplication Build(Settings settings, Listening listening, TimeProvider clock, Serilog.ILogger log)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(ConsoleHost).Assembly.GetName().Name, EnvironmentName = Environments.Production, ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Logging.AddProvider(new SerilogLoggerProvider(log, dispose: true));
        builder.WebHost.UseKestrel(options => Configure(options, settings.Console, listening)).UseUrls([.. listening.Urls]);
        builder.Services.AddSystemd().AddWindowsService(options => options.ServiceName = "JakSignals");
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(settings.Console.StopSeconds));
        var trust = new ProxyTrust(settings.Console);
        AddServices(builder.Services, settings, listening, clock, trust);
        var app = builder.Build();
        Use(app, settings, listening, trust);
        Map(app);
        return app;
    }

    private static void Configure(KestrelServerOptions options, ConsoleSettings settings, Listening listening)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = LargestForm;
        if (listening.NeedsCertificate)
        {
            var certificate = Certificate(settings);
            options.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate);
        }
    }

    private static X509Certificate2 Certificate(ConsoleSettings settings)
    {
        try
        {
            return Path.GetExtension(settings.CertificateFile).ToUpperInvariant() is ".PFX" or ".P12"
                ? X509CertificateLoader.LoadPkcs12FromFile(settings.CertificateFile, settings.CertificatePassword)
                : FromPem(settings.CertificateFile, settings.CertificateKeyFile.Length > 0 ? settings.CertificateKeyFile : null);
        }
        catch (CryptographicException fault)
        {
            throw new SettingsException($"Console:CertificateFile is {settings.CertificateFile}, which cannot be used: {fault.Message} Expected PEM with its private key (Console:CertificateKeyFile), or PFX with its password.", fault);
        }
    }

    /// <summary>Windows takes no key for TLS that was never in a store: it goes through PKCS #12.</summary>
    private static X509Certificate2 FromPem(string certificate, string? key)
    {
        var pem = X509Certificate2.CreateFromPemFile(certificate, key);
        if (!OperatingSystem.IsWindows())
            return pem;
        using (pem)
            return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
    }

    private static void AddServices(IServiceCollection services, Settings settings, Listening listening, TimeProvider clock, ProxyTrust trust)
    {
        services.AddSingleton(settings);
        services.AddSingleton(clock);
        services.AddSingleton(provider => new Workplace(settings, provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton(provider => provider.GetRequiredService<Workplace>().Database);
        services.AddSingleton(provider => new RunLedger(provider.GetRequiredService<Database>(), clock, settings.Leases));
        services.AddSingleton<OperatorWork>();
        services.AddSingleton<OperatorQueue>();
        services.AddHostedService(provider => provider.GetRequiredService<OperatorQueue>());
        services.AddSingleton<AccountStore>();
        services.AddSingleton<AttemptStore>();
        services.AddSingleton<SessionStore>();
        services.AddSingleton<StoreStatus>();
        services.AddSingleton<RunStore>();
        services.AddSingleton<WrittenFiles>();
        services.AddSingleton<QuarantineBrowser>();
        services.AddSingleton<CaseReports>();
        services.AddSingleton(provider => new RateNames(provider.GetRequiredService<Workplace>().Catalogue));
        services.AddSingleton<SnapshotShelf>();
        services.AddSingleton<ReviewLog>();
        services.AddSingleton<SavedFilters>();
        services.AddSingleton<PairHistory>();
        services.AddSingleton<PublishedWeeks>();
        services.AddSingleton<RegisterView>();
        services.AddSingleton<ApiReads>();
        services.AddHostedService<WeekWarmUp>();
        services.AddSingleton<HealthChecks>();
        services.AddHostedService<SourceLagGauge>();
        services.AddSignIn(settings, listening);
        services.AddSchedule(settings);
        services.AddRazorPages();
        services.AddWebEncoders(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));     // letters of any script as they are; what HTML gives a meaning stays encoded
        services.Configure<ForwardedHeadersOptions>(options => Believe(options, trust));
        services.Configure<Microsoft.AspNetCore.HostFiltering.HostFilteringOptions>(options => options.AllowedHosts = [.. listening.AllowedHosts ?? ["*"]]);
    }

    /// <summary>One proxy's word on address and scheme of who asks; headers from elsewhere are not looked at.</summary>
    private static void Believe(ForwardedHeadersOptions options, ProxyTrust trust)
    {
        options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in trust.Networks)
            options.KnownIPNetworks.Add(network);
    }

    private static void Use(WebApplication app, Settings settings, Listening listening, ProxyTrust trust)
    {
        app.Use(trust.KeepPeer);
        if (settings.Console.TrustedProxy)
            app.UseForwardedHeaders();
        app.Use(SecurityHeaders.Add);
        app.UseStatusCodePages(PlainPage.WriteAsync);
        app.UseExceptionHandler(fault => fault.Run(PlainPage.WriteFaultAsync));
        app.UseHostFiltering();
        if (listening.HttpsOnly)
            app.Use(RequireHttps);
        app.UseRouting();
        app.Use(Verbs.Require);
        app.UseAuthentication();
        app.UseRateLimiter();       // after authentication: a limit of the signed-in user goes by the name
        app.Use(SignInServices.RequireOwnPassword);
        app.UseAuthorization();
        app.Use(PatientData.Guard);
    }

    /// <summary>Only health may be asked for without https: by this machine, past the proxy.</summary>
    private static Task RequireHttps(HttpContext context, RequestDelegate next)
    {
        if (context.Request.IsHttps || context.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase))
            return next(context);
        context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        return Task.CompletedTask;
    }

    private static void Map(WebApplication app)
    {
        app.MapRead("/console.css", StyleSheet.Get).AllowAnonymous();
        app.MapRead(StyleSheet.IconPath, StyleSheet.GetIcon).AllowAnonymous();
        app.MapRead("/", () => Results.LocalRedirect("/signals"));
        app.MapHealth();
        app.MapSignIn();
        app.MapSchedule();
        app.MapSnapshotFiles();
        app.MapApi();
        app.MapRazorPages();
    }
}
