// Package textnorm handles text as people in Japan write it: one key for search whatever
// way a name was typed, hygiene of input without refusing any character of a name, and the
// length of a text as a person counts it. Stored text is never folded, only its key is.
package textnorm
