package embedded

// Reason is why PostgreSQL was not started, for programs to tell apart.
type Reason string

const (
	BadName       Reason = "bad name"
	WrongVersion  Reason = "wrong version"
	DamagedData   Reason = "damaged data"
	NoAccess      Reason = "no access"
	NoAccount     Reason = "no account"
	NoBinaries    Reason = "no binaries"
	PortTaken     Reason = "port taken"
	NotEmpty      Reason = "not empty"
	NotStartable  Reason = "not startable"
	NoSupervision Reason = "no supervision"
)

// Refusal says why PostgreSQL was not started and what a person can do about it.
type Refusal struct {
	Reason  Reason `json:"reason"`
	Problem string `json:"problem"`
	Remedy  string `json:"remedy"`
}

func (r *Refusal) Error() string {
	return "private PostgreSQL: " + r.Problem + "\n  What to do: " + r.Remedy
}
