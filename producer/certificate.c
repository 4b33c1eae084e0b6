/* SPDX-License-Identifier: MIT */
#include "producer/certificate.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MAX = 256 * 1024 };

/* All of a file that is not long; malloc'ed. */
static enum dw_err read_file(char **out, const char *path, struct dw_error *err)
{
    FILE *file = fopen(path, "rb");
    char *bytes = file ? calloc(1, FILE_MAX + 1) : NULL;
    size_t n = 0;

    *out = NULL;
    if (!file)
        return dw_error_set(err, DW_CONFIG, 0, "%.150s: %s", path, strerror(errno));
    if (bytes)
        n = fread(bytes, 1, FILE_MAX + 1, file);
    fclose(file);
    if (bytes && n <= FILE_MAX) {
        *out = bytes;
        return DW_OK;
    }
    free(bytes);
    return dw_error_set(err, DW_CONFIG, 0, "%.150s: too long for a certificate or key", path);
}

/* A key that needs a passphrase is none: a server starts without anybody there to type it. */
static int no_passphrase(char *to, int room, int writing, void *user)
{
    (void)to;
    (void)room;
    (void)writing;
    (void)user;
    return -1;
}

static X509 *parse_chain(const char *pem)
{
    BIO *bio = BIO_new_mem_buf(pem, -1);
    X509 *found = bio ? PEM_read_bio_X509(bio, NULL, no_passphrase, NULL) : NULL;

    BIO_free(bio);
    return found;
}

static EVP_PKEY *parse_key(const char *pem)
{
    BIO *bio = BIO_new_mem_buf(pem, -1);
    EVP_PKEY *found = bio ? PEM_read_bio_PrivateKey(bio, NULL, no_passphrase, NULL) : NULL;

    BIO_free(bio);
    return found;
}

static enum dw_err check(const struct dw_certificate *certificate, const char *chain_path,
                         const char *key_path, struct dw_error *err)
{
    X509 *chain = parse_chain(certificate->chain);
    EVP_PKEY *key = parse_key(certificate->key);
    enum dw_err rc = DW_OK;

    if (!chain)
        rc = dw_error_set(err, DW_CONFIG, 0, "%.150s: no certificate (PEM)", chain_path);
    else if (!key)
        rc = dw_error_set(err, DW_CONFIG, 0, "%.150s: no key without a passphrase (PEM)", key_path);
    else if (X509_check_private_key(chain, key) != 1)
        rc = dw_error_set(err, DW_CONFIG, 0, "%.150s: not the key of %.150s", key_path, chain_path);
    X509_free(chain);
    EVP_PKEY_free(key);
    ERR_clear_error();
    return rc;
}

enum dw_err dw_certificate_open(struct dw_certificate *certificate, const char *chain_path,
                                const char *key_path, struct dw_error *err)
{
    enum dw_err rc;

    *certificate = (struct dw_certificate){NULL, NULL};
    rc = read_file(&certificate->chain, chain_path, err);
    if (!rc)
        rc = read_file(&certificate->key, key_path, err);
    if (!rc)
        rc = check(certificate, chain_path, key_path, err);
    if (rc)
        dw_certificate_close(certificate);
    return rc;
}

void dw_certificate_close(struct dw_certificate *certificate)
{
    free(certificate->chain);
    if (certificate->key)
        OPENSSL_cleanse(certificate->key, FILE_MAX);
    free(certificate->key);
    *certificate = (struct dw_certificate){NULL, NULL};
}
