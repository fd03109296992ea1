namespace Dashboard.Api.Common;

/// <summary>The one table of refusals: the status, what is wrong, what the caller can do, and after how many seconds to retry.</summary>
/// <remarks>
/// Two kinds are not in it. The framework refuses an unknown address or method (404, 405), and the HTTP server refuses a body that it
/// cannot read (400, 408, 413). Both answers have the same form.
/// </remarks>
internal static class Refusals
{
    // Input
    public static readonly Refusal Invalid = new(400, "The request is not valid.", "Correct the fields that errors names.");
    public static readonly Refusal TooManyToSort = new(
        422, "More transactions would have to be sorted than a call may look at.",
        "Shorten the time of receipt with from and to, or name an account or a reference. Storage:MaxRowsPerRead sets the number.");
    public static readonly Refusal InvalidRule = new(
        400, "The rule is not valid.", "Correct the parts of the text that errors.expression names.");
    public static readonly Refusal RuleNotMatched = new(
        428, "A change of a rule needs the header If-Match.", "Read the rule, and send its ETag as If-Match.");
    public static readonly Refusal MonitorNotMatched = new(
        428, "A change of a monitor needs the header If-Match.", "Read the monitor, and send its ETag as If-Match.");
    public static readonly Refusal BodyTooSlow = new(
        408, "The body was not complete in time.",
        "Ingest:BatchTimeout and Ingest:MinBatchRate limit a batch call. A stop of the program ends every call.");
    public static readonly Refusal UploadTooSlow = new(
        408, "The files were not complete in time; nothing was replayed.", "Replay:UploadTimeout limits an upload.");
    public static readonly Refusal UploadTooLarge = new(
        413, "The files are too large; nothing was replayed.", "Replay:MaxUploadMegabytes limits the files of a call.");
    public static readonly Refusal NoRoomForUpload = new(
        507, "The files could not be saved; nothing was replayed.", "The temporary folder of the program needs room for them.");
    public static readonly Refusal NotJson = new(415, "The body must be JSON (application/json).");
    public static readonly Refusal NotUtf8 = new(
        415, "The body must be UTF-8.", "Send it in UTF-8, with charset=utf-8 or without a charset.");
    public static readonly Refusal UnknownCoding = new(
        415, "The body has a Content-Encoding that is not known.", "Send it plain, or compressed with gzip or br.");
    public static readonly Refusal OtherOrigin = new(
        403, "Pages of this origin may not use the dashboard.", "The setting Api:AllowedOrigins can allow the origin.");

    public static readonly Refusal UnknownHost = new(
        400, "The program does not answer under this host name.", "The setting Server:AllowedHosts can allow the name.");

    // Callers
    public static readonly Refusal NotSignedIn = new(
        401, "This address answers callers who have signed in.",
        "Sign in, or send a key that is neither revoked nor expired: Authorization: Bearer dsh_…, or X-Api-Key.");
    public static readonly Refusal NotAllowed = new(
        403, "The roles of the caller do not allow this.", "The session (/api/v1/session) names the roles.");
    public static readonly Refusal ForgedCall = new(
        403, "A changing call with a session cookie needs the token of the session.",
        "Send the token of /api/v1/session as the header X-Csrf-Token.");
    public static readonly Refusal SignInFailed = new(
        403, "The sign-in did not succeed.", "Open the page again. The log of the program names the reason.");
    public static readonly Refusal ProviderAway = new(
        503, "Nobody can sign in at the moment: the identity provider does not answer.", "Try again later.", RetryAfterSeconds: 10);
    public static readonly Refusal TooManyCalls = new(
        429, "The caller makes too many calls.", "Auth:CallsPerSecond limits the calls of a key, a person or an address.",
        RetryAfterSeconds: 1);
    public static readonly Refusal TooManySignIns = new(
        429, "Too many sign-ins or wrong keys came from this address.",
        "Auth:SignInsPerMinute and Auth:FailuresPerMinute limit them.", RetryAfterSeconds: 60);

    // Ids
    public static readonly Refusal UnknownKey = new(404, "There is no key with this id.");
    public static readonly Refusal UnknownTransaction = new(404, "There is no transaction with this id.");
    public static readonly Refusal UnknownReplay = new(
        404, "There is no replay with this id.", "The list of replays has the newest ones of this run of the program.");
    public static readonly Refusal UnknownAlert = new(404, "There is no alert with this id.");
    public static readonly Refusal UnknownRule = new(404, "There is no such rule, or no such version of it.");

    public static readonly Refusal UnknownMonitor = new(404, "There is no monitor of this name.");

    // Stored state
    public static readonly Refusal MonitorExists = new(
        409, "There is a monitor of this name already.", "Choose another name, or change the monitor.");
    public static readonly Refusal MonitorChanged = new(
        412, "The monitor is not the one that If-Match names.", "Read the monitor again, and decide anew.");
    public static readonly Refusal RuleExists = new(
        409, "There is a rule of this name already.", "Choose another name, or change the rule.");
    public static readonly Refusal RuleStepRefused = new(
        409, "The rule cannot be changed like this now.", "The member errors.state says why.");
    public static readonly Refusal RuleChanged = new(
        412, "The rule is not the one that If-Match names.", "Read the rule again, and decide anew.");
    public static readonly Refusal ReferenceTaken = new(
        409, "Another transaction is stored under this reference.", "The member id names it, and errors names the fields that differ.");
    public static readonly Refusal AlertResolved = new(409, "The alert is resolved.", "A resolved alert cannot be acknowledged.");
    public static readonly Refusal AlertNotReopened = new(
        409, "The alert cannot be reopened.", "Its rule has raised a newer alert on the same subject, or too many alerts are unresolved.");
    public static readonly Refusal OutcomeDiffers = new(
        409, "The transaction cannot end like this.", "The member transaction is its stored state; errors names the fields that differ.");
    public static readonly Refusal OutcomesDisabled = new(
        409, "The simulated gateway decides how transactions end.", "Outcomes can be reported with Processing:Mode=External.");

    public static readonly Refusal ReplayCancelled = new(
        409, "The replay was cancelled before its files were received.", "Nothing was replayed.");

    // Room
    public static readonly Refusal ReplayRunning = new(
        429, "Another replay or preview is under way.", "One runs at a time: wait for its end, or cancel it.", RetryAfterSeconds: 5);
    public static readonly Refusal IngestBusy = new(
        429, "The pipeline is full; nothing was stored.", "Send it again later under the same reference.", RetryAfterSeconds: 1);
    public static readonly Refusal IngestSlotsTaken = new(
        429, "All slots for calls of this kind are taken; nothing was stored.",
        "Send it again later. Ingest:MaxConcurrentBatches and Ingest:MaxStreams set the number of slots.", RetryAfterSeconds: 1);
    public static readonly Refusal BodiesBusy = new(
        429, "The batches that are being received leave no room; nothing was stored.",
        "Send it again later. There is room for Ingest:MaxConcurrentBatches bodies of 16 MB.", RetryAfterSeconds: 1);
    public static readonly Refusal ReadsBusy = new(
        429, "All slots for questions to the store are taken.", "Ask again later. Server:MaxReads sets the number of slots.",
        RetryAfterSeconds: 1);
    public static readonly Refusal ReadTooSlow = new(
        503, "The store needs too long for this question.", "Ask for a shorter range. Server:ReadTimeout sets the longest time.",
        RetryAfterSeconds: 5);
    public static readonly Refusal TriesBusy = new(
        429, "All slots for tries of rules are taken.", "Try again later. Rules:ConcurrentTries sets the number of slots.",
        RetryAfterSeconds: 2);
    public static readonly Refusal TryTooSlow = new(
        503, "The rule needs too long for this range.", "Try a shorter range. Rules:TryTimeout sets the longest time.",
        RetryAfterSeconds: 5);
    public static readonly Refusal ExportBusy = new(
        429, "All slots for exports are taken.", "Ask again when one has ended. Server:MaxExports sets the number of slots.", RetryAfterSeconds: 10);
    public static readonly Refusal TooManyClients = new(
        503, "Live:MaxClients clients are connected, which is the limit.", "Connect again later.", RetryAfterSeconds: 5);

    // Store
    public static readonly Refusal IngestStoreAway = new(
        503, "Nothing can be stored at the moment.", "Send it again later under the same reference.", RetryAfterSeconds: 5);
    public static readonly Refusal StoreAway = new(503, "The store is away at the moment.", "Ask again later.", RetryAfterSeconds: 5);
    public static readonly Refusal DecisionNotStored = new(
        503, "The decision is not stored at the moment.", "Send it again later; once it is stored, the answer is the same.",
        RetryAfterSeconds: 1);

    // The program
    public static readonly Refusal OutOfMemory = new(
        503, "The program is out of memory at the moment.", "Ask again later.", RetryAfterSeconds: 5);

    public static readonly Refusal Unexpected = new(500, "An unexpected error occurred.", "The log of the program says more.");

    /// <param name="errors">Field → what is wrong with it.</param>
    public static RefusalResult InvalidFields(IDictionary<string, string[]> errors) => Invalid.With(("errors", errors));
}
