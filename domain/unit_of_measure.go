package domain

// MeasureUnits are the units of quantity that figures are told in, by how plans write
// them.
var MeasureUnits = Terms{
	{"亿元", Text{"亿元", "hundred million yuan"}},
	{"万元", Text{"万元", "ten thousand yuan"}},
	{"件/万人", Text{"件/万人", "per 10,000 people"}},
	{"万人", Text{"万人", "ten thousand people"}},
}

// Counters are the words by which Chinese counts things; English has none after a number.
var Counters = Terms{
	{"家", Text{"家", "number"}},
	{"个", Text{"个", "number"}},
	{"项", Text{"项", "number"}},
	{"件", Text{"件", "number"}},
	{"人", Text{"人", "number"}},
	{"份", Text{"份", "number"}},
}
