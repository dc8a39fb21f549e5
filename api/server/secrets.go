package server

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdsa"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// secrets are keys derived from the token key (HKDF, RFC 5869), one for each use: none of them says anything
// about another. With a new token key what they sealed cannot be read any more: authenticator apps must be
// enrolled again.
type secrets struct {
	totp   cipher.AEAD
	cookie cipher.AEAD
	draft  []byte
	digest []byte // of what was taken in: a plain sum of a name and a birth date could be guessed
}

func newSecrets(key *ecdsa.PrivateKey) (*secrets, error) {
	scalar, err := key.Bytes()
	if err != nil {
		return nil, fmt.Errorf("token key: %w", err)
	}
	derive := func(purpose string) []byte {
		if err == nil {
			var out []byte
			if out, err = hkdf.Key(sha256.New, scalar, nil, "tsunagu/1 "+purpose, 32); err == nil {
				return out
			}
		}
		return make([]byte, 32)
	}
	aead := func(purpose string) cipher.AEAD {
		block, e1 := aes.NewCipher(derive(purpose))
		if e1 != nil {
			err = e1
			return nil
		}
		out, e2 := cipher.NewGCM(block)
		if e2 != nil {
			err = e2
		}
		return out
	}
	s := &secrets{totp: aead("totp"), cookie: aead("oidc cookie"), draft: derive("draft"), digest: derive("digest of imports")}
	return s, err
}

var errSealed = errors.New("not sealed by this server")

// seal encrypts for one owner: moved to another's row it cannot be opened.
func seal(with cipher.AEAD, plain []byte, owner string) []byte {
	nonce := make([]byte, with.NonceSize())
	_, _ = rand.Read(nonce) // never fails since Go 1.24
	return with.Seal(nonce, nonce, plain, []byte(owner))
}

func unseal(with cipher.AEAD, sealed []byte, owner string) ([]byte, error) {
	if len(sealed) < with.NonceSize() {
		return nil, errSealed
	}
	plain, err := with.Open(nil, sealed[:with.NonceSize()], sealed[with.NonceSize():], []byte(owner))
	if err != nil {
		return nil, errSealed
	}
	return plain, nil
}

// draftSecret is the account's own, for encrypting drafts on its device: it outlives a reload, and nobody
// else is ever given it.
func (s *secrets) draftSecret(account casework.ID) *string {
	mac := hmac.New(sha256.New, s.draft)
	mac.Write([]byte(account))
	text := base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
	return &text
}
