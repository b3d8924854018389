package domain

// Recognised is what the registers know of an organisation: the standings that it has on
// a day, and the occasions that came until then. What they do not have is not known.
type Recognised struct {
	Qualified map[string]Truth // of Qualifications, those that hold
	Happened  []Occurrence
}

// Recognise returns what entries say of their holder on a day; they are in the order in
// which they start. The first recognition of a category that the registers know is taken
// for the first there was.
func Recognise(entries []RegisterEntry, on Date) Recognised {
	r := Recognised{Qualified: map[string]Truth{}}
	before := map[string]bool{}
	for _, e := range entries {
		if on.Before(e.StartsOn) {
			continue
		}
		switch e.Register {
		case QualificationRegister:
			if e.ValidOn(on) && Qualifications.Has(e.Category) {
				r.Qualified[e.Category] = Holds
			}
			occasion := "first_recognition"
			if before[e.Category] {
				occasion = "renewed_recognition"
			}
			before[e.Category] = true
			r.Happened = append(r.Happened, Occurrence{Occasion: occasion, What: e.Category, On: e.StartsOn})
		case PlatformRegister:
			r.Happened = append(r.Happened, Occurrence{Occasion: "platform", What: e.Level, On: e.StartsOn})
		}
	}
	return r
}
