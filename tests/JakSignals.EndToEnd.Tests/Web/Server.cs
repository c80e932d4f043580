using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using JakSignals.App;
using JakSignals.App.Accounts;
using JakSignals.App.Commands;
using JakSignals.Store;
using Microsoft.AspNetCore.Builder;

namespace JakSignals.EndToEnd.Tests.Web;

/// <summary>A clock that stands until a test moves it.</summary>
internal sealed class Clock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = DateTimeOffset.Parse("2026-11-23T06:00:00Z", CultureInfo.InvariantCulture);

    public override DateTimeOffset GetUtcNow() => Now;
}

/// <summary>The console on a port of its own, with a store of its own.</summary>
internal sealed class Server : IAsyncDisposable
{
    public const string Password = "correct horse battery";

    /// <summary>What a reverse proxy that names users proves itself with.</summary>
    public const string ProxySecret = "a secret of the proxy and of this server";
    private static readonly string Hash = Passwords.Hash(Password);      // hashing is slow by design: once
    private readonly WebApplication _app;

    private Server(Place place, WebApplication app, Clock clock, string said) => (Place, _app, Clock, Said) = (place, app, clock, said);

    public Place Place { get; }

    public Clock Clock { get; }

    /// <summary>What the start wrote.</summary>
    public string Said { get; }

    public Uri Address => new(_app.Urls.First());

    public IServiceProvider Services => _app.Services;

    public WebApplication App => _app;

    public AccountStore Accounts => new(Place.Database, Clock);

    public AttemptStore Attempts => new(Place.Database, Clock);

    /// <summary>Starts a server on a migrated store with an account a role: reader, reviewer, operator, administrator.</summary>
    public static async Task<Server> StartAsync(Func<Settings, Settings>? change = null, Action<Place>? fill = null, bool withAccounts = true, string urls = "http://127.0.0.1:0")
    {
        var place = new Place();
        var clock = new Clock();
        if (withAccounts)
        {
            place.Database.Migrate(clock);
            foreach (var role in Enum.GetValues<Role>())
                new AccountStore(place.Database, clock).Add(Name(role), role, Hash, mustChange: false);
        }
        fill?.Invoke(place);
        using var said = new StringWriter();
        Output.WriteTo(said);
        var settings = Settings.Read(null, "sqlite:" + place.StoreFile, place.Data);
        settings = settings with { Schedule = settings.Schedule with { Enabled = false } };      // a scheduler goes by the machine's clock; tests that want one switch it on
        var app = ServeCommand.Prepare(change?.Invoke(settings) ?? settings, urls, clock);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new Server(place, app, clock, said.ToString());
    }

    public static string Name(Role role) => role.ToString().ToLowerInvariant();

    /// <summary>A browser nobody signed in with.</summary>
    public Browser Open() => new(Address);

    /// <summary>A browser a role signed in with; null for nobody.</summary>
    public async Task<Browser> OpenAsync(Role? role)
    {
        var browser = Open();
        if (role is { } signedIn)
            Assert.Equal(HttpStatusCode.Found, (await browser.SignInAsync(Name(signedIn), Password)).Status);
        return browser;
    }

    public async ValueTask DisposeAsync()
    {
        await ((Microsoft.Extensions.Hosting.IHost)_app).StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        Place.Dispose();
    }
}

/// <summary>An answer.</summary>
internal sealed record Answer(HttpStatusCode Status, string Body, string? Location, IReadOnlyDictionary<string, string> Headers)
{
    public int Code => (int)Status;
}

/// <summary>Asks as a browser does: keeps cookies, sends forms with their token; follows no redirection.</summary>
internal sealed partial class Browser : IDisposable
{
    private readonly HttpClient _client;

    public Browser(Uri address)
    {
        Cookies = new CookieContainer();
        _client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = Cookies, ServerCertificateCustomValidationCallback = (_, _, _, _) => true }) { BaseAddress = address };
    }

    public CookieContainer Cookies { get; }

    /// <summary>Another browser with copies of this one's cookies.</summary>
    public Browser Copy()
    {
        var copy = new Browser(_client.BaseAddress!);
        foreach (Cookie cookie in Cookies.GetCookies(_client.BaseAddress!))
            copy.Cookies.Add(new Cookie(cookie.Name, cookie.Value, cookie.Path, cookie.Domain));
        return copy;
    }

    /// <summary>A header sent with every request from now on.</summary>
    public Browser With(string header, string value)
    {
        _client.DefaultRequestHeaders.Add(header, value);
        return this;
    }

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, string? ifNoneMatch = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (ifNoneMatch is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response.Headers.Location?.OriginalString,
            response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join("; ", header.Value), StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Sends a form without the token of a page.</summary>
    public async Task<Answer> PostBareAsync(string path, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await SendAsync(HttpMethod.Post, path, content);
    }

    /// <summary>Sends a form with the token of a page that shows one.</summary>
    /// <param name="from">The page.</param>
    /// <param name="path">Where the form goes.</param>
    /// <param name="fields">What was filled in.</param>
    public async Task<Answer> PostAsync(string from, string path, params (string Name, string Value)[] fields)
    {
        return await PostBareAsync(path, [.. fields, ("__RequestVerificationToken", TokenOf((await GetAsync(from)).Body))]);
    }

    /// <summary>The token of the forms of a page.</summary>
    public static string TokenOf(string page)
    {
        var token = Token().Match(page);
        Assert.True(token.Success, $"no form in {page}");
        return token.Groups[1].Value;
    }

    public Task<Answer> SignInAsync(string name, string password, string path = "/sign-in") => PostAsync("/sign-in", path, ("Name", name), ("Password", password));

    public void Dispose() => _client.Dispose();

    [GeneratedRegex("""name="__RequestVerificationToken" type="hidden" value="([^"]+)""")]
    private static partial Regex Token();
}
