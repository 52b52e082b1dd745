// A first payment with icash Pay, in C# (Mono or .NET).
//
//   mcs FirstPayment.cs && mono FirstPayment.exe till.toml IC0123456789ABCDEF 36 SHOP1-0001
//
// Ends with 0 if paid, 1 if not charged or cancelled, 2 if someone must look.
using System;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;

static class Twpos
{
    const string Library = "twpos";
    const CallingConvention Cdecl = CallingConvention.Cdecl;
    public const int Ok = 0, OutcomeRefused = 2, OutcomeUnknown = 3;
    const int KindInvalidRequest = 1, KindConfig = 2, KindKey = 3;

    // Texts are UTF-8, which old runtimes do not marshal: they go in as bytes that end with 0.
    [DllImport(Library, CallingConvention = Cdecl)] static extern int twpos_icash_client_from_file(byte[] path, out IntPtr client, ref IntPtr error);
    [DllImport(Library, CallingConvention = Cdecl)] static extern void twpos_icash_client_free(IntPtr client);
    [DllImport(Library, CallingConvention = Cdecl)] static extern int twpos_json_new(out IntPtr json);
    [DllImport(Library, CallingConvention = Cdecl)] static extern int twpos_json_set_string(IntPtr json, byte[] path, byte[] value);
    [DllImport(Library, CallingConvention = Cdecl)] static extern int twpos_json_set_int(IntPtr json, byte[] path, long value);
    [DllImport(Library, CallingConvention = Cdecl)] static extern int twpos_json_text(IntPtr json, out IntPtr text);
    [DllImport(Library, CallingConvention = Cdecl)] static extern int twpos_json_parse(byte[] text, out IntPtr json, ref IntPtr error);
    [DllImport(Library, CallingConvention = Cdecl)] static extern int twpos_json_get_string(IntPtr json, byte[] path, out IntPtr value);
    [DllImport(Library, CallingConvention = Cdecl)] static extern void twpos_json_free(IntPtr json);
    [DllImport(Library, CallingConvention = Cdecl)] static extern int twpos_error_outcome(IntPtr error);
    [DllImport(Library, CallingConvention = Cdecl)] static extern int twpos_error_kind(IntPtr error);
    [DllImport(Library, CallingConvention = Cdecl)] static extern int twpos_error_text(IntPtr error, out IntPtr text);
    [DllImport(Library, CallingConvention = Cdecl)] static extern void twpos_error_free(IntPtr error);
    [DllImport(Library, CallingConvention = Cdecl)] static extern void twpos_string_free(IntPtr text);

    public delegate int Operation(IntPtr client, byte[] request, out IntPtr response, ref IntPtr error);
    [DllImport(Library, CallingConvention = Cdecl)] public static extern int twpos_icash_pay(IntPtr client, byte[] request, out IntPtr response, ref IntPtr error);
    [DllImport(Library, CallingConvention = Cdecl)] public static extern int twpos_icash_cancel(IntPtr client, byte[] request, out IntPtr response, ref IntPtr error);

    static byte[] Utf8(string text) { return Encoding.UTF8.GetBytes(text + "\0"); }

    // Takes over a text of the library.
    static string Taken(IntPtr text)
    {
        int length = 0;
        while (Marshal.ReadByte(text, length) != 0) length++;
        var bytes = new byte[length];
        Marshal.Copy(text, bytes, 0, length);
        twpos_string_free(text);
        return Encoding.UTF8.GetString(bytes);
    }

    // What a failed call throws. Act on the outcome; log the rest.
    public class Failure : Exception
    {
        public readonly int Outcome;
        // What is wrong in the request or the settings stays wrong, and a provider's no stays no.
        public readonly bool WorthRepeating;

        Failure(int outcome, int kind, string text) : base(text)
        {
            Outcome = outcome;
            WorthRepeating = outcome != OutcomeRefused && kind != KindInvalidRequest && kind != KindConfig && kind != KindKey;
        }

        internal static Failure Of(IntPtr error)
        {
            IntPtr text;
            twpos_error_text(error, out text);
            var failure = new Failure(twpos_error_outcome(error), twpos_error_kind(error), Taken(text));
            twpos_error_free(error);
            return failure;
        }
    }

    public sealed class Till : IDisposable
    {
        readonly IntPtr client;

        public Till(string config)
        {
            var error = IntPtr.Zero;
            if (twpos_icash_client_from_file(Utf8(config), out client, ref error) != Ok) throw Failure.Of(error);
        }

        public string Call(Operation operation, string request)
        {
            var error = IntPtr.Zero;
            IntPtr response;
            if (operation(client, Utf8(request), out response, ref error) != Ok) throw Failure.Of(error);
            return Taken(response);
        }

        public void Dispose() { twpos_icash_client_free(client); }
    }

    // A request's text from its texts and numbers; with a JSON library at hand, use that.
    public static string Request(params object[] namesAndValues)
    {
        IntPtr json, text;
        twpos_json_new(out json);
        for (int i = 0; i < namesAndValues.Length; i += 2)
        {
            var name = Utf8((string)namesAndValues[i]);
            var words = namesAndValues[i + 1] as string;
            if (words != null) twpos_json_set_string(json, name, Utf8(words));
            else twpos_json_set_int(json, name, Convert.ToInt64(namesAndValues[i + 1]));
        }
        twpos_json_text(json, out text);
        twpos_json_free(json);
        return Taken(text);
    }

    // A member of a reply; with a JSON library at hand, use that.
    public static string Member(string reply, string path)
    {
        IntPtr json, value, error = IntPtr.Zero;
        if (twpos_json_parse(Utf8(reply), out json, ref error) != Ok) throw Failure.Of(error);
        bool found = twpos_json_get_string(json, Utf8(path), out value) == Ok;
        twpos_json_free(json);
        return found ? Taken(value) : null;
    }
}

static class FirstPayment
{
    static int Main(string[] arguments)
    {
        long amount = 0;
        if (arguments.Length != 4 || !long.TryParse(arguments[2], out amount))
        {
            Console.Error.WriteLine("usage: FirstPayment till.toml BARCODE AMOUNT REFERENCE");
            return 1;
        }
        try
        {
            using (var till = new Twpos.Till(arguments[0])) // one for the whole program
                return Pay(till, arguments[1], amount, arguments[3]);
        }
        catch (Twpos.Failure failure)
        {
            Console.WriteLine("not ready: " + failure.Message);
            return 1;
        }
    }

    static int Pay(Twpos.Till till, string barcode, long amount, string opSeq)
    {
        // OPSeq is unique for ever, and stored before the call.
        string sale = Twpos.Request("BuyerID", barcode, "TxAmt", amount, "OPSeq", opSeq,
            "StoreId", "217477", "StoreName", "見晴", "PosNo", "01");
        try
        {
            string reply = till.Call(Twpos.twpos_icash_pay, sale);
            Console.WriteLine("paid: icash number " + Twpos.Member(reply, "BankSeq")); // keep it: a refund needs it
            return 0;
        }
        catch (Twpos.Failure failure)
        {
            bool unknown = failure.Outcome == Twpos.OutcomeUnknown;
            Console.WriteLine((unknown ? "unknown: " : "not charged: ") + failure.Message);
            return unknown ? Cancel(till, opSeq) : 1;
        }
    }

    // Nobody knows whether the customer was charged: take it back. A cancel may be repeated.
    static int Cancel(Twpos.Till till, string opSeq)
    {
        foreach (int pause in new[] { 0, 2, 5 })
        {
            Thread.Sleep(pause * 1000);
            try
            {
                till.Call(Twpos.twpos_icash_cancel, Twpos.Request("OPSeq", opSeq));
                Console.WriteLine("cancelled: charge again under a new number");
                return 1;
            }
            catch (Twpos.Failure failure)
            {
                Console.WriteLine("not cancelled: " + failure.Message);
                if (!failure.WorthRepeating) break;
            }
        }
        Console.WriteLine("STILL UNKNOWN: keep " + opSeq + ", and cancel it before the customer pays again");
        return 2;
    }
}
