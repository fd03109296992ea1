using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dashboard.Testing.Time;

namespace Dashboard.Testing.Hosts;

/// <summary>The nginx of this machine in front of a program: TLS ends at it, and it serves the program below <c>/payments/</c>.</summary>
public sealed class NginxProxy : IDisposable
{
    private static readonly string[] Places = ["/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx", "/opt/homebrew/bin/nginx"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dashboard-nginx-");
    private readonly Process _process;

    private NginxProxy(string executable, Uri program)
    {
        Address = new Uri($"https://localhost:{ChildProgram.FreePort()}/payments/");
        WriteCertificate();
        File.WriteAllText(PathOf("nginx.conf"), Configuration(program));
        var start = new ProcessStartInfo(executable, ["-p", _folder.FullName, "-c", PathOf("nginx.conf"), "-e", PathOf("error.log")]);
        _process = Process.Start(start)!;
    }

    /// <summary>The address of the program as its users see it.</summary>
    public Uri Address { get; }

    /// <summary>Starts nginx in front of a program; skips the test where nginx is not installed.</summary>
    public static async Task<NginxProxy> StartAsync(Uri program)
    {
        var executable = Places.FirstOrDefault(File.Exists);
        Assert.SkipWhen(executable is null, "nginx is not installed here: apt-get install nginx-light.");
        var proxy = new NginxProxy(executable!, program);
        using var client = proxy.NewClient();
        await Poll.UntilAsync(async () =>
        {
            proxy._process.HasExited.ShouldBeFalse();
            try
            {
                return (await client.GetAsync("health/ready")).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
        return proxy;
    }

    public HttpClient NewClient() => new(NewHandler()) { BaseAddress = Address };

    /// <summary>A handler that accepts the certificate of this proxy.</summary>
    public static SocketsHttpHandler NewHandler() =>
        new() { SslOptions = { RemoteCertificateValidationCallback = Accept }, AllowAutoRedirect = false, UseProxy = false };

    /// <summary>The certificate is made by the test, so no authority has signed it.</summary>
    public static bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        certificate?.Subject == "CN=localhost";

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private string PathOf(string file) => Path.Combine(_folder.FullName, file);

    private void WriteCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(PathOf("cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(PathOf("key.pem"), key.ExportPkcs8PrivateKeyPem());
    }

    // docs/operations.md shows the location part. One process, which runs as the user of the test and ends with it.
    private string Configuration(Uri program) => $$"""
        daemon off;
        master_process off;
        pid nginx.pid;
        events { }
        http {
          access_log off;
          client_body_temp_path body;
          proxy_temp_path proxy;
          fastcgi_temp_path fastcgi;
          uwsgi_temp_path uwsgi;
          scgi_temp_path scgi;
          map $http_upgrade $connection_upgrade { default upgrade; '' close; }
          server {
            listen {{Address.Port}} ssl;
            server_name localhost;
            ssl_certificate {{PathOf("cert.pem")}};
            ssl_certificate_key {{PathOf("key.pem")}};
            location /payments/ {
              proxy_pass {{program.GetLeftPart(UriPartial.Authority)}}/;
              proxy_http_version 1.1;
              proxy_buffering off;
              proxy_set_header Host $http_host;
              proxy_set_header Upgrade $http_upgrade;
              proxy_set_header Connection $connection_upgrade;
              proxy_set_header X-Forwarded-For $remote_addr;
              proxy_set_header X-Forwarded-Host $http_host;
              proxy_set_header X-Forwarded-Proto $scheme;
              proxy_set_header X-Forwarded-Prefix /payments;
            }
          }
        }
        """;
}
