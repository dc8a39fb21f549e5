package server

import (
	"net"
	"strings"
)

// deviceOf names the family of browser and system, and nothing that tells one machine from another.
func deviceOf(userAgent string) string {
	return strings.TrimSuffix(firstOf(userAgent, browsers)+" / "+firstOf(userAgent, systems), " / ")
}

type family struct{ mark, name string }

// Order matters: Edge says it is Chrome, and Chrome that it is Safari.
var (
	browsers = []family{{"Edg", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"}, {"CriOS/", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}}
	systems  = []family{{"Windows", "Windows"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"CrOS", "ChromeOS"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"}}
)

func firstOf(userAgent string, families []family) string {
	for _, f := range families {
		if strings.Contains(userAgent, f.mark) {
			return f.name
		}
	}
	return ""
}

// placeOf is the class of an address; the address itself is not kept.
func placeOf(address string) string {
	ip := net.ParseIP(address)
	switch {
	case ip == nil:
		return "unknown"
	case ip.IsLoopback():
		return "this_machine"
	case ip.IsPrivate(), ip.IsLinkLocalUnicast():
		return "internal"
	}
	return "outside"
}
