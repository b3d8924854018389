package domain

import (
	"slices"
	"strings"
	"time"
)

// ImportKinds are what can be brought in from files, under the names of the routes
// and commands, each a library of its own.
var ImportKinds = Terms{
	{"organisations", Text{"组织机构", "Organisations"}},
	{"needs", Text{"企业需求", "Needs"}},
	{"technologies", Text{"高校技术", "Technologies"}},
	{"policies", Text{"政策", "Policies"}},
	{"experts", Text{"专家", "Experts"}},
	{"register-entries", Text{"登记册条目", "Register entries"}},
}

// ImportResource returns the resource that an import of kind fills.
func ImportResource(kind string) Resource {
	return map[string]Resource{"organisations": Organisations, "needs": Needs, "technologies": Technologies, "policies": Policies, "experts": Experts,
		"register-entries": RegisterEntries}[kind]
}

// ImportedStates name the states of the records of kind; none for those without states.
func ImportedStates(kind string) Terms {
	return map[string]Terms{"needs": ListingStates, "technologies": ListingStates, "policies": PolicyStates, "experts": ExpertStates}[kind]
}

// DivisionUnrecorded stands for a GB/T 2260 division that nobody has recorded: it lies
// in no province, so that no figure counts the organisation as local by mistake.
const DivisionUnrecorded = "000000"

// ImportRow is one row of a file on its way into a library.
type ImportRow struct {
	Number       int                           // the line it stands on, from 1
	Key          string                        // the row's key, or one made of what it says; unique in the file
	Title        string                        // what a row without a key is known by
	Organisation string                        // key, 统一社会信用代码 or name of the organisation it belongs to; empty for none
	Record       interface{ Validate() error } // an Organisation, Need, Technology, Policy, Expert or RegisterEntry; nil when unreadable
	Columns      []string                      // those that the row has, be they empty, as the column table names them
	Over         func(stored any) any          // lays what the row's columns say over a record as it is stored; nil: Record takes its place
	Faults       []ImportFault                 // why the row cannot be taken
	Ignored      []string                      // columns that are not known
}

// ImportFault is what is wrong with one cell, or what a row that was taken as a draft
// lacks.
type ImportFault struct {
	Row    int
	Column int    // from 1; 0 when it is not about one column of a table
	Field  string // as the column table names it
	Reason Text
	Draft  bool // the row was taken as a draft; otherwise it was rejected
}

// ImportOptions say how rows are taken.
type ImportOptions struct {
	Source              string // names where the rows come from: keys are unique within a source
	DryRun              bool   // find everything that is wrong, keep nothing
	Strict              bool   // take all rows or none
	Publish             bool   // publish rows that are complete and name no state
	Submit              bool   // hand in for review needs and technologies that are complete and name no state
	CreateOrganisations bool   // create organisations that rows name and that are absent
	Division            string // of organisations so created; empty for DivisionUnrecorded
}

// ImportState is where an import stands.
type ImportState string

// The states. A running import whose process has died is taken up by the next run.
const (
	ImportRunning ImportState = "running"
	ImportDone    ImportState = "done"
	ImportFailed  ImportState = "failed" // kept nothing (strict), or stopped midway
)

// ImportStates name the states of imports.
var ImportStates = Terms{
	{string(ImportRunning), Text{"进行中", "Running"}},
	{string(ImportDone), Text{"已完成", "Done"}},
	{string(ImportFailed), Text{"未完成", "Failed"}},
}

// ImportRun is one run of a file into a library.
type ImportRun struct {
	ID             ID
	Version        int64
	OrganisationID ID     // whose own records the rows are; zero for an import by the bureau
	Kind           string // ImportKinds
	FileName       string
	SHA256         [32]byte
	Options        ImportOptions
	State          ImportState
	ImportCounts
	Ignored    map[string]int // columns that were not known, and in how many rows
	ActorID    ID
	StartedAt  time.Time
	FinishedAt *time.Time
}

// ImportCounts count rows by what became of them.
type ImportCounts struct {
	Rows      int // seen so far
	Created   int
	Changed   int
	Unchanged int
	Rejected  int
	Drafts    int // of the created and changed, those that are drafts for lack of something
}

// OrganisationKindOf tells the kind of an organisation from its name, as a proposal:
// an enterprise when nothing says otherwise.
func OrganisationKindOf(name string) string {
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(name, w) })
	}
	switch {
	case has("公司", "集团", "厂", "合作社"):
		return Enterprise
	case has("大学", "学院", "学校", "University", "College"):
		if has("科学院", "研究院", "设计院") && !has("大学") {
			return Institute
		}
		return University
	case has("研究所", "研究院", "科学院", "研究中心", "实验室", "设计院", "试验站", "天文台", "医院", "中心", "Institute"):
		return Institute
	case strings.HasSuffix(name, "局") || strings.HasSuffix(name, "厅") || strings.HasSuffix(name, "委员会") || has("人民政府", "管委会"):
		return Government
	}
	return Enterprise
}

// MaxOwnImport bounds the rows that an organisation imports at once.
const MaxOwnImport = 5000

// ImportedRow is a row of which a run has made a record, or a record's next version.
type ImportedRow struct {
	Row      int
	RecordID ID
	Title    string // what the row is known by
	Created  bool   // otherwise changed
	State    string // in which the record was left; empty for records without states
}

// Facts returns what access needs to know of r.
func (r ImportRun) Facts() Facts {
	if r.OrganisationID.IsZero() {
		return Facts{}
	}
	return Facts{Organisations: []ID{r.OrganisationID}}
}

// Validate reports what is wrong with the options of r. An organisation that imports its
// own records neither publishes them nor creates organisations.
func (r ImportRun) Validate() error {
	if err := r.Options.Validate(); err != nil || r.OrganisationID.IsZero() {
		return err
	}
	var c checks
	c.that(!r.Options.Publish, "publish", "单位自己导入的须经审核，请改选“提交审核”", "is the bureau's to do: submit the rows instead")
	c.that(!r.Options.CreateOrganisations, "create_organisations", "单位只能导入自己的记录，不能登记其他单位", "is the bureau's to do")
	c.that(r.Options.Division == "", "division", "单位只能导入自己的记录，不能登记其他单位", "is the bureau's to do")
	return c.err()
}

// Validate reports what is wrong with the options.
func (o ImportOptions) Validate() error {
	var c checks
	c.text("source", o.Source, 1, 100)
	c.that(!strings.ContainsRune(o.Source, ':'), "source", "不能含有冒号", "must not contain a colon")
	c.that(!o.Publish || !o.Submit, "submit", "直接发布和提交审核只能选一项", "excludes publish")
	c.that(o.Division == "" || divisionPattern.MatchString(o.Division), "division", "应为 6 位行政区划代码", "must be a six-digit division code")
	return c.err()
}
