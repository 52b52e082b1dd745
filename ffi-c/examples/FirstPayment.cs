// A first payment with icash Pay, in C# (Mono or .NET).
//
//   mcs FirstPayment.cs && mono FirstPayment.exe till.toml SHOP1-0001 IC0123456789ABCDEF
//
// Ends with 0 if paid, 1 if certainly not charged, 2 if someone must look.
using System;
using System.Runtime.InteropServices;
using System.Text;

static class Twpos
{
    const string Library = "twpos";
    public const int Ok = 0, OutcomeUnknown = 3;

    // Texts are UTF-8, which old runtimes do not marshal: they go in as bytes that end with 0.
    [DllImport(Library)] static extern int twpos_icash_client_from_file(byte[] path, out IntPtr client, ref IntPtr error);
    [DllImport(Library)] static extern void twpos_icash_client_free(IntPtr client);
    [DllImport(Library)] static extern int twpos_json_parse(byte[] text, out IntPtr json, ref IntPtr error);
    [DllImport(Library)] static extern int twpos_json_get_string(IntPtr json, byte[] path, out IntPtr value);
    [DllImport(Library)] static extern void twpos_json_free(IntPtr json);
    [DllImport(Library)] static extern int twpos_error_outcome(IntPtr error);
    [DllImport(Library)] static extern int twpos_error_text(IntPtr error, out IntPtr text);
    [DllImport(Library)] static extern void twpos_error_free(IntPtr error);
    [DllImport(Library)] static extern void twpos_string_free(IntPtr text);

    public delegate int Operation(IntPtr client, byte[] request, out IntPtr response, ref IntPtr error);
    [DllImport(Library)] public static extern int twpos_icash_pay(IntPtr client, byte[] request, out IntPtr response, ref IntPtr error);
    [DllImport(Library)] public static extern int twpos_icash_cancel(IntPtr client, byte[] request, out IntPtr response, ref IntPtr error);

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
        Failure(int outcome, string text) : base(text) { Outcome = outcome; }

        internal static Failure Of(IntPtr error)
        {
            IntPtr text;
            twpos_error_text(error, out text);
            var failure = new Failure(twpos_error_outcome(error), Taken(text));
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
        using (var till = new Twpos.Till(arguments[0])) // one for the whole program
            return Pay(till, arguments[1], arguments[2]);
    }

    static int Pay(Twpos.Till till, string opSeq, string barcode)
    {
        // OPSeq is unique for ever, and stored before the call.
        string sale = "{\"BuyerID\":\"" + barcode + "\",\"TxAmt\":36,\"OPSeq\":\"" + opSeq
            + "\",\"StoreId\":\"217477\",\"StoreName\":\"見晴\",\"PosNo\":\"01\"}";
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
        for (int attempt = 0; attempt < 3; attempt++)
        {
            try
            {
                till.Call(Twpos.twpos_icash_cancel, "{\"OPSeq\":\"" + opSeq + "\"}");
                Console.WriteLine("cancelled: the customer pays nothing");
                return 1;
            }
            catch (Twpos.Failure failure) { Console.WriteLine("not cancelled: " + failure.Message); }
        }
        return 2;
    }
}
