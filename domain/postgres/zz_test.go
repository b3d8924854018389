package postgres_test

const (
	spendMeasure  = "reported value quarter 15 area sector"
	patentMeasure = "reported ratio year 31"
)
