// Package frontend carries the built single-page application inside the program, so that one file is the whole product.
package frontend

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Assets is the built application, rooted at its index.html. Before `npm run build` it holds only .gitkeep,
// so the program compiles on a fresh clone; a caller finds out by fs.Stat(Assets(), "index.html").
func Assets() fs.FS {
	sub, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // "dist" is a constant valid path: fs.Sub cannot fail on it
	}
	return sub
}
