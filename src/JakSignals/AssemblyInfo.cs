using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("JakSignals.App")]        // the console draws with the report's hand
[assembly: InternalsVisibleTo("JakSignals.Tests")]
