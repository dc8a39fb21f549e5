package server

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

const (
	tokenLife    = 10 * time.Minute
	tokenLongest = 15 * time.Minute // whatever a token claims
	tokenIssuer  = "tsunagu"
	tokenType    = "at+jwt" // RFC 9068: an access token and nothing else
)

var errBadToken = errors.New("not an access token of ours")

// tokens signs and reads access tokens. One algorithm, one key; a token holds ids only.
type tokens struct {
	key      *ecdsa.PrivateKey
	kid      string
	audience string
}

type claims struct{ account, session casework.ID }

type tokenClaims struct {
	jwt.RegisteredClaims
	Session string `json:"sid"`
}

func newTokens(key *ecdsa.PrivateKey, audience string) (*tokens, error) {
	if key == nil || key.Curve != elliptic.P256() {
		return nil, errors.New("the token key must be an ECDSA key on P-256")
	}
	der, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return nil, fmt.Errorf("token key: %w", err)
	}
	sum := sha256.Sum256(der)
	return &tokens{key: key, kid: base64.RawURLEncoding.EncodeToString(sum[:12]), audience: audience}, nil
}

func (t *tokens) sign(c claims, now time.Time) (string, error) {
	token := jwt.NewWithClaims(jwt.SigningMethodES256, tokenClaims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: tokenIssuer, Audience: jwt.ClaimStrings{t.audience}, Subject: string(c.account),
			IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(tokenLife)),
			ID: string(casework.NewID(now)),
		},
		Session: string(c.session),
	})
	token.Header["typ"], token.Header["kid"] = tokenType, t.kid
	return token.SignedString(t.key)
}

// read checks everything a token claims. Key hints in its header (jku, x5u, jwk) are never followed; kid
// must name the one key there is.
func (t *tokens) read(text string, now time.Time) (claims, error) {
	if strings.ContainsAny(text, "\r\n") { // base64 of Go overlooks them: one token must have one spelling
		return claims{}, errBadToken
	}
	var c tokenClaims
	token, err := jwt.ParseWithClaims(text, &c, func(token *jwt.Token) (any, error) {
		if token.Header["typ"] != tokenType || token.Header["kid"] != t.kid || token.Header["crit"] != nil {
			return nil, errBadToken
		}
		return &t.key.PublicKey, nil
	},
		jwt.WithValidMethods([]string{jwt.SigningMethodES256.Alg()}),
		jwt.WithIssuer(tokenIssuer), jwt.WithAudience(t.audience),
		jwt.WithIssuedAt(), jwt.WithExpirationRequired(), jwt.WithStrictDecoding(),
		jwt.WithTimeFunc(func() time.Time { return now }),
	)
	switch {
	case err != nil || !token.Valid:
		return claims{}, errBadToken
	case c.IssuedAt == nil || c.ExpiresAt.Sub(c.IssuedAt.Time) > tokenLongest:
		return claims{}, errBadToken
	case !canonicalID(c.Subject) || !canonicalID(c.Session):
		return claims{}, errBadToken
	}
	return claims{account: casework.ID(c.Subject), session: casework.ID(c.Session)}, nil
}
