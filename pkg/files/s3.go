package files

import _ "gocloud.dev/blob/s3blob" // s3://bucket?region=…&endpoint=…&use_path_style=true (decisions/0051)
