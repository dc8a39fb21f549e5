package casework

// Word says it as it stands on the form; "" where nothing is chosen.
func (c Channel) Word() string { return words(channelWords, string(c)) }

// Word says it as it stands on the form; "" where nothing is chosen.
func (g Gender) Word() string { return words(genderWords, string(g)) }

// Word says it as it stands on the form; "" where nothing is chosen.
func (k NameKind) Word() string { return words(nameWords, string(k)) }

// Word says it as it stands on the form; "" where nothing is chosen.
func (k AddressKind) Word() string { return words(addressWords, string(k)) }

// Word says it as it stands on the form; "" where nothing is chosen.
func (s ConsentState) Word() string { return words(consentWords, string(s)) }

// Word says it as it stands on the form; "" where nothing is chosen.
func (m ConsentMethod) Word() string { return words(methodWords, string(m)) }
