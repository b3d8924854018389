package domain

const (
	spendMeasure    = "reported value quarter 15 area sector"
	ratioMeasure    = "reported ratio year 31"
	growthMeasure   = "reported value year 31"
	computedMeasure = ""
)
