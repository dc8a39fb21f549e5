package demo

import "github.com/alexedwards/argon2id"

// passwordHash hashes Password with the cost of all passwords (security.md), so that nothing is rehashed at sign-in.
func passwordHash() (string, error) {
	return argon2id.CreateHash(Password, &argon2id.Params{Memory: 47104, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32})
}
