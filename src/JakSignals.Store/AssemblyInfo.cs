using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("JakSignals.Store.Tests")]
