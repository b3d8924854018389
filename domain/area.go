package domain

// Area is a reporting unit of the plan: a county, district, park or the bonded
// zone. The areas are disjoint and an organisation belongs to at most one of
// them. An area is not a GB/T 2260 division.
type Area struct {
	Code     string
	Name     Text
	Kind     string // county, county_city, district, park, bonded_zone
	Division string // the GB/T 2260 division it lies in, six digits
	Order    int    // its place in the plan's annexes
}

// Unit is a department that leads or answers for an indicator (责任单位).
type Unit struct {
	Code  string
	Name  Text
	Areas []string // codes of the areas that it answers for; none for most
}

// The divisions by which "in the city" and "in the province" are decided.
const (
	CityDivision     = "4303" // prefix of 湘潭市 and everything below it
	ProvinceDivision = "43"   // prefix of 湖南省
)

// Industry is a section (one letter) or a division (a letter and two digits) of
// GB/T 4754-2017.
type Industry struct {
	Code   string
	Parent string // the section of a division; empty for a section
	Name   Text
}
