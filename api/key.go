package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const keyFile = "token.key"

// parseKey reads the key that signs access tokens: PEM, or base64 of PEM or DER; ECDSA on P-256 only.
func parseKey(text string) (*ecdsa.PrivateKey, error) {
	der := []byte(strings.TrimSpace(text))
	if block, _ := pem.Decode(der); block != nil {
		der = block.Bytes
	} else {
		raw, err := base64.StdEncoding.DecodeString(string(der))
		if err != nil {
			return nil, errors.New("PEM か base64 で書いてください")
		}
		der = raw
		if block, _ := pem.Decode(raw); block != nil {
			der = block.Bytes
		}
	}
	key, err := x509.ParseECPrivateKey(der)
	if err != nil {
		any, err := x509.ParsePKCS8PrivateKey(der)
		if err != nil {
			return nil, errors.New("秘密鍵として読み取れません")
		}
		var ok bool
		if key, ok = any.(*ecdsa.PrivateKey); !ok {
			return nil, errors.New("ECDSA の鍵ではありません")
		}
	}
	if key.Curve != elliptic.P256() {
		return nil, errors.New("P-256 の鍵にしてください")
	}
	return key, nil
}

// keyIn returns the key kept in the data directory, making it on first use. Only outside production: there
// a key must not depend on one machine's disk.
func keyIn(dir string) (*ecdsa.PrivateKey, error) {
	path := filepath.Join(dir, keyFile)
	text, err := os.ReadFile(path)
	if err == nil {
		return parseKey(string(text))
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	err = os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600)
	if err != nil {
		return nil, fmt.Errorf("token key: %w", err)
	}
	return key, nil
}
