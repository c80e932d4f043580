using Microsoft.Extensions.Logging;

namespace JakSignals.App.Hosting;

/// <summary>What the host logs: who came and what they changed; never passwords.</summary>
internal static partial class HostLog
{
    [LoggerMessage(EventId = 9301, Level = LogLevel.Information, Message = "Audit: {User} signed in from {Address}")]
    public static partial void SignedIn(this ILogger log, string user, string address);

    [LoggerMessage(EventId = 9302, Level = LogLevel.Warning, Message = "Audit: {Act} of {User} from {Address} failed")]
    public static partial void AttemptFailed(this ILogger log, string act, string user, string address);

    [LoggerMessage(EventId = 9303, Level = LogLevel.Warning, Message = "Audit: {Act} of {User} from {Address} is locked for {Minutes} minutes after {Attempts} wrong passwords")]
    public static partial void Locked(this ILogger log, string act, string user, string address, double minutes, int attempts);

    [LoggerMessage(EventId = 9304, Level = LogLevel.Warning, Message = "Audit: {Act} of {User} from {Address} refused: unknown, disabled or locked")]
    public static partial void AttemptRefused(this ILogger log, string act, string user, string address);

    [LoggerMessage(EventId = 9305, Level = LogLevel.Information, Message = "Audit: {User} signed out")]
    public static partial void SignedOut(this ILogger log, string user);

    [LoggerMessage(EventId = 9306, Level = LogLevel.Information, Message = "Audit: {User} changed the password")]
    public static partial void PasswordChanged(this ILogger log, string user);

    [LoggerMessage(EventId = 9307, Level = LogLevel.Information, Message = "Audit: {Actor} {Change} account {User}")]
    public static partial void AccountChanged(this ILogger log, string actor, string change, string user);

    [LoggerMessage(EventId = 9308, Level = LogLevel.Warning, Message = "Audit: the proxy at {Address} named {User}, who has no account or a disabled one")]
    public static partial void ProxyUserUnknown(this ILogger log, string user, string address);

    [LoggerMessage(EventId = 9309, Level = LogLevel.Warning, Message = "Audit: too many sign-in attempts from {Address}")]
    public static partial void TooManyAttempts(this ILogger log, string address);

    [LoggerMessage(EventId = 9310, Level = LogLevel.Warning, Message = "Audit: {User} was refused {Method} {Path}")]
    public static partial void Refused(this ILogger log, string user, string method, string path);

    [LoggerMessage(EventId = 9201, Level = LogLevel.Information, Message = "The console listens on {Urls}")]
    public static partial void Listens(this ILogger log, string urls);

    [LoggerMessage(EventId = 9202, Level = LogLevel.Information, Message = "The console stops; at most {Seconds} seconds for what is under way")]
    public static partial void Stopping(this ILogger log, int seconds);

    [LoggerMessage(EventId = 9311, Level = LogLevel.Information, Message = "Audit: {User} asked for {What}")]
    public static partial void Asked(this ILogger log, string user, string what);

    [LoggerMessage(EventId = 9312, Level = LogLevel.Information, Message = "Audit: {User} confirmed the password from {Address}")]
    public static partial void Confirmed(this ILogger log, string user, string address);

    [LoggerMessage(EventId = 9313, Level = LogLevel.Information, Message = "Audit: {User} signed in at the provider from {Address}")]
    public static partial void SignedInAtProvider(this ILogger log, string user, string address);

    [LoggerMessage(EventId = 9314, Level = LogLevel.Warning, Message = "Audit: the provider named {User} from {Address}, who has no account, a disabled one, or no role here")]
    public static partial void ProviderUserUnknown(this ILogger log, string user, string address);

    [LoggerMessage(EventId = 9315, Level = LogLevel.Warning, Message = "Audit: sign-in at the provider from {Address} failed: {Reason}")]
    public static partial void ProviderFailed(this ILogger log, string address, string reason);

    [LoggerMessage(EventId = 9316, Level = LogLevel.Information, Message = "Audit: {User} checked the files of {RunId}: {Result}")]
    public static partial void FilesChecked(this ILogger log, string user, string runId, string result);

    [LoggerMessage(EventId = 9317, Level = LogLevel.Information, Message = "Audit: {User} downloaded {File} of {RunId}")]
    public static partial void Downloaded(this ILogger log, string user, string file, string runId);

    [LoggerMessage(EventId = 9318, Level = LogLevel.Warning, Message = "Audit: {User} withdrew the source {Source}: {Reason}")]
    public static partial void SourceWithdrawn(this ILogger log, string source, string user, string reason);

    [LoggerMessage(EventId = 9321, Level = LogLevel.Warning, Message = "Audit: sign-in of {User} from {Address} refused: the password for one use was used before")]
    public static partial void OneTimePasswordUsedAgain(this ILogger log, string user, string address);

    [LoggerMessage(EventId = 9319, Level = LogLevel.Warning, Message = "Audit: {Address} named a user as the proxy does, but without the secret of the proxy")]
    public static partial void ProxySecretMissing(this ILogger log, string address);

    [LoggerMessage(EventId = 9320, Level = LogLevel.Information, Message = "Audit: {User} read {What} from {Address}")]
    public static partial void PatientDataRead(this ILogger log, string user, string what, string address);

    [LoggerMessage(EventId = 9203, Level = LogLevel.Information, Message = "{What}, asked for by an operator, is done")]
    public static partial void RequestDone(this ILogger log, string what);

    [LoggerMessage(EventId = 9204, Level = LogLevel.Warning, Message = "{What}, asked for by an operator, was stopped with the server; what was under way is given back")]
    public static partial void RequestStopped(this ILogger log, string what);

    [LoggerMessage(EventId = 9205, Level = LogLevel.Error, Message = "{What}, asked for by an operator, failed")]
    public static partial void RequestFailed(this ILogger log, Exception fault, string what);

    [LoggerMessage(EventId = 9206, Level = LogLevel.Warning, Message = "The latest week could not be read ahead: {Reason}")]
    public static partial void WeekNotRead(this ILogger log, string reason);

    [LoggerMessage(EventId = 9207, Level = LogLevel.Warning, Message = "{File} of {RunId} is not sent: {Reason}")]
    public static partial void FileNotSent(this ILogger log, string file, string runId, string reason);
}
