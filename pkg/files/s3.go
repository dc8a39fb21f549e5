//go:build s3

package files

import _ "gocloud.dev/blob/s3blob" // s3://bucket?region=…&endpoint=… — 12 MB of program, hence only when asked for (decisions/0019)
