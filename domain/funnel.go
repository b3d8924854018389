package domain

// FunnelStages are how far needs come on their way to a registered contract (认定登记),
// the first first. A need that has reached one has reached those before it.
var FunnelStages = Terms{
	{"published", Text{"发布需求", "Published"}},
	{"matched", Text{"有匹配成果", "Matched"}},
	{"proposed", Text{"发起对接", "Docking proposed"}},
	{"introduced", Text{"已引荐", "Introduced"}},
	{"negotiating", Text{"洽谈中", "Negotiating"}},
	{"agreed", Text{"达成意向", "Agreed"}},
	{"contracted", Text{"签订合同", "Contracted"}},
	{"registered", Text{"认定登记", "Registered"}},
}
