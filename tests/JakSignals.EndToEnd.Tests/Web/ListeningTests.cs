using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using JakSignals.App;
using JakSignals.App.Commands;
using JakSignals.Store;

namespace JakSignals.EndToEnd.Tests.Web;

public sealed class ListeningTests
{
    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://*:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://192.0.2.7:0")]
    [InlineData("http://127.0.0.1:0;http://server.example:0")]
    public async Task Beyond_loopback_it_does_not_listen_without_an_account_and_makes_none(string urls)
    {
        using var place = new Place();
        var ran = (await place.RunAsync("serve", "--urls", urls)).Require(ExitCodes.Failed);
        Assert.Contains("jaksignals account add NAME --role administrator", ran.Error, StringComparison.Ordinal);
        Assert.Empty(new AccountStore(place.Database, TimeProvider.System).All());
    }

    [Fact]
    public async Task Beyond_loopback_it_does_not_listen_without_https()
    {
        using var place = new Place();
        place.Database.Migrate(TimeProvider.System);
        new AccountStore(place.Database, TimeProvider.System).Add("chief", Role.Administrator, "hash", mustChange: false);
        var ran = (await place.RunAsync("serve", "--urls", "http://0.0.0.0:0")).Require(ExitCodes.Failed);
        Assert.Contains("Console:TrustedProxy", ran.Error, StringComparison.Ordinal);
        Assert.Contains("https", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disabled_account_is_none()
    {
        using var place = new Place();
        place.Database.Migrate(TimeProvider.System);
        var accounts = new AccountStore(place.Database, TimeProvider.System);
        accounts.Add("chief", Role.Administrator, "hash", mustChange: false);
        accounts.Disable("chief");
        Assert.Contains("there is no account", (await place.RunAsync("serve", "--urls", "http://0.0.0.0:0")).Require(ExitCodes.Failed).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://127.0.0.1", "ftp://127.0.0.1")]
    [InlineData("127.0.0.1:80", "127.0.0.1:80")]
    [InlineData("https://127.0.0.1:0", "Console:CertificateFile")]
    [InlineData("http://unix:/run/x.sock", "unix")]
    public async Task An_address_that_cannot_be_served_is_named(string urls, string said)
    {
        using var place = new Place();
        Assert.Contains(said, (await place.RunAsync("serve", "--urls", urls)).Require(ExitCodes.Failed).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_of_an_older_schema_is_not_changed_but_says_what_to_run()
    {
        using var place = new Place();
        File.Create(place.StoreFile).Dispose();
        Assert.Contains("jaksignals migrate --store sqlite:", (await place.RunAsync("serve", "--urls", "http://127.0.0.1:0")).Require(ExitCodes.Failed).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_named_by_the_trusted_proxy_has_the_role_of_the_account()
    {
        await using var server = await Server.StartAsync(ByProxy("127.0.0.1"));
        using var browser = server.Open().With("X-User", "Operator").With("X-Proxy-Secret", Server.ProxySecret);
        var runs = await browser.GetAsync("/runs");
        Assert.Equal(HttpStatusCode.OK, runs.Status);
        Assert.Contains("<b>operator</b>", runs.Body, StringComparison.Ordinal);
        Assert.Contains("signed in by the reverse proxy", (await browser.GetAsync("/account/password")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_named_from_another_address_is_nobody()
    {
        await using var server = await Server.StartAsync(ByProxy("192.0.2.7, 198.51.100.0/24"));
        using var browser = server.Open().With("X-User", "administrator").With("X-Proxy-Secret", Server.ProxySecret);
        Assert.StartsWith("/sign-in", (await browser.GetAsync("/runs")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_address_does_not_become_the_proxys_by_saying_so()
    {
        await using var server = await Server.StartAsync(settings => ByProxy("192.0.2.7")(settings) with { Console = ByProxy("192.0.2.7")(settings).Console with { TrustedProxy = true } });
        using var browser = server.Open().With("X-User", "administrator").With("X-Forwarded-For", "192.0.2.7").With("X-Forwarded-Proto", "https");
        Assert.Equal(HttpStatusCode.MisdirectedRequest, (await browser.GetAsync("/runs")).Status);
    }

    [Theory]
    [InlineData("stranger")]
    [InlineData("disabled")]
    [InlineData("<script>alert(1)</script>")]
    public async Task A_user_without_account_is_refused_though_the_proxy_names_him(string user)
    {
        await using var server = await Server.StartAsync(ByProxy("127.0.0.1"), place =>
        {
            var accounts = new AccountStore(place.Database, TimeProvider.System);
            accounts.Add("disabled", Role.Reader, null, mustChange: false);
            accounts.Disable("disabled");
        });
        using var browser = server.Open().With("X-User", user).With("X-Proxy-Secret", Server.ProxySecret);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/runs")).Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a guess")]
    [InlineData("a secret of the proxy and of this serve")]
    [InlineData("a secret of the proxy and of this server!")]
    public async Task A_header_from_the_proxys_own_machine_names_nobody_without_the_proxys_secret(string? secret)
    {
        await using var server = await Server.StartAsync(ByProxy("127.0.0.1"));
        using var browser = server.Open().With("X-User", "administrator");
        if (secret is not null)
            browser.With("X-Proxy-Secret", secret);
        Assert.StartsWith("/sign-in", (await browser.GetAsync("/runs")).Location, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1 named a user as the proxy does, but without the secret", server.Place.Log(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_sent_twice_is_none()
    {
        await using var server = await Server.StartAsync(ByProxy("127.0.0.1"));
        using var browser = server.Open().With("X-User", "administrator").With("X-Proxy-Secret", "a guess").With("X-Proxy-Secret", Server.ProxySecret);
        Assert.StartsWith("/sign-in", (await browser.GetAsync("/runs")).Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("31 signs are one fewer than 32.")]
    public async Task A_proxy_that_names_users_without_a_secret_stops_the_start(string secret)
    {
        var fault = await Assert.ThrowsAsync<SettingsException>(() =>
            Server.StartAsync(settings => settings with { Console = settings.Console with { ProxyUserHeader = "X-User", ProxySecret = secret } }));
        Assert.Contains("Console:ProxySecret", fault.Message, StringComparison.Ordinal);
        Assert.Contains("JAKSIGNALS__CONSOLE__PROXYSECRET", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_setting_no_header_names_a_user()
    {
        await using var server = await Server.StartAsync();
        using var browser = server.Open().With("X-User", "administrator").With("X-Forwarded-User", "administrator").With("Remote-User", "administrator");
        Assert.StartsWith("/sign-in", (await browser.GetAsync("/runs")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Behind_a_proxy_it_wants_https_and_its_cookies_are_secure()
    {
        await using var server = await Server.StartAsync(settings => settings with { Console = settings.Console with { TrustedProxy = true } });
        using var bare = server.Open();
        var refused = await bare.GetAsync("/sign-in");
        Assert.Equal(HttpStatusCode.MisdirectedRequest, refused.Status);
        Assert.Contains("X-Forwarded-Proto: https", refused.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await bare.GetAsync("/health/live")).Status);

        using var proxied = server.Open().With("X-Forwarded-Proto", "https").With("X-Forwarded-For", "203.0.113.9");
        var page = await proxied.GetAsync("/sign-in");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("secure", page.Headers["Set-Cookie"], StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith("max-age", page.Headers["Strict-Transport-Security"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task By_https_and_with_an_account_it_listens_beyond_loopback_and_its_cookies_are_secure()
    {
        using var files = new Place();
        var (certificate, key) = Certificate(files);
        await using var server = await Server.StartAsync(settings => settings with { Console = settings.Console with { CertificateFile = certificate, CertificateKeyFile = key } }, urls: "https://0.0.0.0:0");
        using var browser = new Browser(new UriBuilder(server.Address) { Host = "127.0.0.1" }.Uri);
        var signedIn = await browser.SignInAsync("reader", Server.Password);
        Assert.Contains("secure", signedIn.Headers["Set-Cookie"], StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/runs")).Status);
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_used_is_named_by_its_key()
    {
        using var place = new Place();
        var settings = place.Write("settings.json", [$$"""{ "Store": "sqlite:x.db", "Data": "d", "Console": { "CertificateFile": "{{place.Write("no.pem", ["no certificate"]).Replace('\\', '/')}}" } }"""]);
        Assert.Contains("Console:CertificateFile", (await place.RunAsync("serve", "--urls", "https://127.0.0.1:0", "--config", settings)).Require(ExitCodes.Failed).Error, StringComparison.Ordinal);
    }

    private static (string Certificate, string Key) Certificate(Place place)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return (place.Write("certificate.pem", [certificate.ExportCertificatePem()]), place.Write("key.pem", [key.ExportPkcs8PrivateKeyPem()]));
    }

    private static Func<Settings, Settings> ByProxy(string addresses) => settings => settings with { Console = settings.Console with { ProxyUserHeader = "X-User", ProxySecret = Server.ProxySecret, ProxyAddresses = addresses } };
}
