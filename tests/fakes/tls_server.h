#pragma once
// A TLS server on 127.0.0.1 with a certificate made on the spot, and the file that a client must trust to accept it.

#include <Poco/Exception.h>
#include <Poco/Net/Context.h>
#include <Poco/Net/SecureServerSocket.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <string>
#include <thread>

namespace parley::fakes {

// A folder of its own, gone with the object.
class ScratchFolder {
public:
    ScratchFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "parley-XXXXXX").string();
        if (mkdtemp(name.data())) path_ = name;
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    ~ScratchFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    std::string file(const std::string& name) const { return (path_ / name).string(); }

private:
    std::filesystem::path path_;
};

// subject: as OpenSSL writes alternative names, "DNS:localhost,IP:127.0.0.1".
inline void write_certificate(const std::string& subject, const std::string& key_file, const std::string& file) {
    EVP_PKEY* key = EVP_EC_gen("P-256");
    X509* certificate = X509_new();
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key);
    X509_NAME* name = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(name, "O", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("Test"), -1, -1, 0);
    X509_set_issuer_name(certificate, name);
    X509_EXTENSION* names = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, subject.c_str());
    X509_add_ext(certificate, names, -1);
    X509_EXTENSION_free(names);
    X509_sign(certificate, key, EVP_sha256());

    std::FILE* out = std::fopen(key_file.c_str(), "w");
    PEM_write_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr);
    std::fclose(out);
    out = std::fopen(file.c_str(), "w");
    PEM_write_X509(out, certificate);
    std::fclose(out);
    X509_free(certificate);
    EVP_PKEY_free(key);
}

// Answers each request on each connection, one after another, with "hi".
class TlsServer {
public:
    explicit TlsServer(const std::string& subject) {
        write_certificate(subject, folder_.file("key.pem"), certificate_file());
        Poco::Net::Context::Params params;
        params.privateKeyFile = folder_.file("key.pem");
        params.certificateFile = certificate_file();
        params.verificationMode = Poco::Net::Context::VERIFY_NONE;
        const Poco::Net::Context::Ptr context(new Poco::Net::Context(Poco::Net::Context::TLS_SERVER_USE, params));
        listener_ =
            std::make_unique<Poco::Net::SecureServerSocket>(Poco::Net::SocketAddress("127.0.0.1", 0), 8, context);
        thread_ = std::thread([this] { run(); });
    }
    TlsServer(const TlsServer&) = delete;
    TlsServer& operator=(const TlsServer&) = delete;
    ~TlsServer() {
        stopping_ = true;
        thread_.join();
    }

    std::string certificate_file() const { return folder_.file("certificate.pem"); }
    std::uint16_t port() const { return listener_->address().port(); }
    void say_nothing() { silent_ = true; }  // From now on.
    int requests() const { return requests_; }
    int connections() const { return connections_; }

private:
    void run() {
        while (!stopping_) {
            if (!listener_->poll(Poco::Timespan(0, 10'000), Poco::Net::Socket::SELECT_READ)) continue;
            try {
                Poco::Net::SecureStreamSocket socket(listener_->acceptConnection());
                ++connections_;
                socket.setReceiveTimeout(Poco::Timespan(2, 0));
                char buffer[8192];
                while (socket.receiveBytes(buffer, sizeof buffer) > 0) {
                    ++requests_;
                    if (silent_) continue;
                    const std::string reply = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
                    socket.sendBytes(reply.data(), static_cast<int>(reply.size()));
                }
            } catch (const Poco::Exception&) {
                continue;  // A client that does not like the certificate.
            }
        }
    }

    ScratchFolder folder_;
    std::unique_ptr<Poco::Net::SecureServerSocket> listener_;  // POCO's has no state for "not yet".
    std::atomic<bool> stopping_ = false;
    std::atomic<bool> silent_ = false;
    std::atomic<int> requests_ = 0;
    std::atomic<int> connections_ = 0;
    std::thread thread_;
};

}  // namespace parley::fakes
