#include "bench/vault_bench.h"

#include "base/text.h"
#include "vault/vault.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <vector>

namespace parley::bench {
namespace {

using Steady = std::chrono::steady_clock;
using Bytes = std::vector<unsigned char>;

constexpr std::size_t secret_bytes = 512;
constexpr int rounds = 4'000;
constexpr int turns = 15;  // Each of both by turns; the best of each counts, for nothing makes a program faster.

void must(bool good, const char* what) {
    if (good) return;
    std::fprintf(stderr, "bench: %s failed\n", what);
    std::exit(1);
}

template <typename Work>
double us_each(Work work) {
    const auto start = Steady::now();
    for (int round = 0; round < rounds; ++round) work();
    return std::chrono::duration<double, std::micro>(Steady::now() - start).count() / rounds;
}

// AES-128-CBC and HMAC-SHA256 as openssl's own programs call them: one context each, reset between messages.
class Bare {
public:
    Bare() : cipher_(EVP_CIPHER_CTX_new()), plain_(secret_bytes, 's'), sealed_(secret_bytes + 16) {
        must(cipher_ != nullptr && RAND_bytes(key_, sizeof key_) == 1, "OpenSSL");
    }
    ~Bare() { EVP_CIPHER_CTX_free(cipher_); }
    Bare(const Bare&) = delete;
    Bare& operator=(const Bare&) = delete;

    void seal() {
        int length = 0, rest = 0;
        must(RAND_bytes(iv_, sizeof iv_) == 1, "RAND_bytes");
        must(EVP_EncryptInit_ex(cipher_, EVP_aes_128_cbc(), nullptr, key_ + 16, iv_) == 1, "EVP_EncryptInit");
        must(EVP_EncryptUpdate(cipher_, sealed_.data(), &length, plain_.data(), secret_bytes) == 1,
             "EVP_EncryptUpdate");
        must(EVP_EncryptFinal_ex(cipher_, sealed_.data() + length, &rest) == 1, "EVP_EncryptFinal");
        sign();
    }
    void open() {
        int length = 0, rest = 0;
        sign();
        must(EVP_DecryptInit_ex(cipher_, EVP_aes_128_cbc(), nullptr, key_ + 16, iv_) == 1, "EVP_DecryptInit");
        must(EVP_DecryptUpdate(cipher_, opened_, &length, sealed_.data(), static_cast<int>(sealed_.size())) == 1,
             "EVP_DecryptUpdate");
        must(EVP_DecryptFinal_ex(cipher_, opened_ + length, &rest) == 1, "EVP_DecryptFinal");
        must(length + rest == static_cast<int>(secret_bytes), "opening");
    }

private:
    void sign() {
        unsigned int length = 0;
        must(HMAC(EVP_sha256(), key_, 16, sealed_.data(), sealed_.size(), mac_, &length) != nullptr, "HMAC");
    }

    EVP_CIPHER_CTX* cipher_;
    Bytes plain_, sealed_;
    unsigned char key_[32] = {}, iv_[16] = {}, mac_[32] = {}, opened_[secret_bytes + 32] = {};
};

void print(const char* what, double ours_us, double bare_us) {
    std::printf("  %-58s %9.0f/s   OpenSSL alone %9.0f/s   %.2f times its time\n", what, 1e6 / ours_us, 1e6 / bare_us,
                ours_us / bare_us);
}

}  // namespace

void bench_vault() {
    const SystemClock clock;
    const auto key = vault::FernetKey::generate();
    const std::string plain(secret_bytes, 's');
    const std::string sealed = key.encrypt(plain, clock.now());
    must(key.decrypt(sealed, clock.now()).value().reveal() == plain, "Fernet");
    Bare bare;
    bare.seal();
    double seal = 1e9, open = 1e9, bare_seal = 1e9, bare_open = 1e9;
    std::size_t seen = 0;  // So that nothing is left out as unused.
    for (int turn = 0; turn < turns; ++turn) {
        bare_seal = std::min(bare_seal, us_each([&] { bare.seal(); }));
        seal = std::min(seal, us_each([&] { seen += key.encrypt(plain, clock.now()).size(); }));
        bare_open = std::min(bare_open, us_each([&] { bare.open(); }));
        open = std::min(open, us_each([&] { seen += key.decrypt(sealed, clock.now()).value().reveal().size(); }));
    }
    must(seen > 0, "Fernet");
    std::printf("\nFernet, a secret of %zu bytes\n", secret_bytes);
    print("seal", seal, bare_seal);
    print("open", open, bare_open);
}

}  // namespace parley::bench
