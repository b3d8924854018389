package domain

import (
	"slices"
	"time"
)

// ContractKinds are the five kinds of technology contract (五类).
var ContractKinds = Terms{
	{"development", Text{"技术开发", "Development"}},
	{"transfer", Text{"技术转让", "Transfer"}},
	{"licence", Text{"技术许可", "Licence"}},
	{"consulting", Text{"技术咨询", "Consulting"}},
	{"service", Text{"技术服务", "Service"}},
}

// Contract is a technology contract or a cooperation agreement on its way to
// registration. Only some agreements are technology contracts, and the plan counts
// IUR agreements and registered contracts apart.
type Contract struct {
	ID              ID
	Version         int64
	Title           string
	Kind            string // ContractKinds
	Field           string // Fields
	IPKind          string // IPKinds
	PlanSource      string // PlanSources
	SellerID        ID
	BuyerID         ID
	Parties         []Party // further parties besides seller and buyer
	Seller, Buyer   PartyAtSigning
	DockingID       ID // zero when it came about otherwise
	NeedID          ID
	TechnologyID    ID
	StewardID       ID  // expert record
	Amount          Fen // 成交额
	TechnicalAmount Fen // 技术交易额 = Amount less Deductions
	Deductions      []Deduction
	Payments        []Payment
	Milestones      []Milestone
	Received        []Paid  // paid for no milestone in particular
	Terms           string  // what the parties agreed, in their words; empty when not handed in
	Proofs          []Proof // handed in with it
	IUR             bool    // an industry-university-research agreement (产学研合作协议)
	ResultBased     bool    // it transfers a result of a university or institute
	Equity          bool    // the result is invested (作价投资)
	UseFirst        bool    // use first, pay later (先用后付)
	TrialFrom       Date    // of the trial that comes before paying
	TrialTo         Date
	SignedOn        Date
	StartsOn        Date
	EndsOn          Date
	State           ContractState
	Reason          string
	RegistryNumber  string
	RegisteredOn    Date
	EndedOn         Date // terminated or voided on
	Refusal         []RefusalGround
	Disputed        bool
	ExpertReview    bool
	Review          Review // what the experts found
	SubmittedOn     Date   // the clock runs from this day on; zero when it does not run
	DueOn           Date   // the clock runs out; zero when it does not run
	CountedIn       ID     // the contract that it repeats, as decided: figures count it there
	SourceKey       string
	CreatedAt       time.Time
	UpdatedAt       time.Time
}

// Party is a further party to a contract.
type Party struct {
	OrganisationID ID
	Side           string // "seller" or "buyer"
}

// PartyAtSigning is what the registration form keeps of a party as it was when the
// contract was submitted; later moves of the organisation do not change figures.
type PartyAtSigning struct {
	Name, USCC, Kind, Area, Division string
}

func (p PartyAtSigning) domesticEnterprise() bool {
	return p.Kind == Enterprise && !IsForeignDivision(p.Division)
}

// ForeignDivision is the division code of parties abroad, who have none.
const ForeignDivision = "000000"

// IsForeignDivision reports whether a division code says that a party is abroad, or in
// Taiwan, Hong Kong or Macau (GB/T 2260: 71, 81, 82), where there is no unified social
// credit code.
func IsForeignDivision(division string) bool {
	return division == ForeignDivision || inDivision(division, "71") || inDivision(division, "81") || inDivision(division, "82")
}

// Deduction is a part of the contract's value that is not technology: equipment,
// instruments, parts, raw materials.
type Deduction struct {
	What   string
	Amount Fen
}

// Payment is one instalment as agreed.
type Payment struct {
	DueOn  Date
	Amount Fen
	What   string
}

// Facts returns what access needs to know of c: all its parties may read it. Its
// area is the buyer's if that lies in one, else the seller's.
func (c Contract) Facts() Facts {
	f := c.Principals()
	for _, p := range c.Parties {
		f.Organisations = append(f.Organisations, p.OrganisationID)
	}
	return f
}

// Principals are the facts by which c is written: only seller and buyer write it,
// so that nobody makes a contract between two others by joining it.
func (c Contract) Principals() Facts {
	f := Facts{Organisations: []ID{c.SellerID, c.BuyerID}, Seller: c.SellerID, Buyer: c.BuyerID, Area: c.Area()}
	if !c.StewardID.IsZero() {
		f.Experts = []ID{c.StewardID}
	}
	return f
}

// HasParty reports whether an organisation is a party to c.
func (c Contract) HasParty(organisation ID) bool {
	return !organisation.IsZero() && slices.Contains(c.Facts().Organisations, organisation)
}

// Area returns the area that c is reported under: the buyer's if it lies in one,
// else the seller's.
func (c Contract) Area() string {
	if c.Buyer.Area != "" {
		return c.Buyer.Area
	}
	return c.Seller.Area
}
