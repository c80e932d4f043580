using System.Globalization;
using JakSignals.App;
using JakSignals.App.Commands;

// The driver of SQL Server needs the machine's cultures to be there; nothing that is computed or written goes by them.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;

OwnFiles.KeepFromOthers();

return await CommandLine.RunAsync(args, Console.Out, Console.Error).ConfigureAwait(false);
