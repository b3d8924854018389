package domain

import "testing"

func TestCan(t *testing.T) {
	mine, theirs := NewID(), NewID()
	me, expert := NewID(), NewID()
	owner := Actor{UserID: me, Roles: []Role{RoleEnterprise}, OrganisationID: mine}
	steward := Actor{UserID: me, Roles: []Role{RoleSteward}, Area: "yuhu", ExpertID: expert}
	clerk := Actor{Roles: []Role{RoleBureau}}
	liaison := Actor{UserID: me, Roles: []Role{RoleLiaison}, Unit: "jyj"}
	ofArea := User{Roles: []Role{RoleLiaison}, Unit: "xsq", Area: "yuhu", Collective: true}.Actor("")
	if lost := (User{Roles: []Role{RoleLiaison}, Unit: "xsq", Collective: true}).Actor(""); !ScopeOf(lost, Read, Reports).Empty() {
		t.Error("a liaison of none of a unit's areas acts for none")
	}
	tests := []struct {
		name     string
		actor    Actor
		action   Action
		resource Resource
		facts    Facts
		want     bool
	}{
		{"public reads what is public", Actor{}, Read, Needs, Facts{Visibility: ToPublic}, true},
		{"public does not read what members see", Actor{}, Read, Needs, Facts{Visibility: ToMembers}, false},
		{"members do", owner, Read, Needs, Facts{Organisations: []ID{theirs}, Visibility: ToMembers}, true},
		{"a draft is its owner's", owner, Read, Needs, Facts{Organisations: []ID{mine}}, true},
		{"and nobody else's", owner, Read, Needs, Facts{Organisations: []ID{theirs}}, false},
		{"an owner changes", owner, Change, Needs, Facts{Organisations: []ID{mine}}, true},
		{"but does not publish", owner, "publish", Needs, Facts{Organisations: []ID{mine}}, false},
		{"a steward publishes in the area", steward, "publish", Needs, Facts{Area: "yuhu"}, true},
		{"not in another", steward, "publish", Needs, Facts{Area: "yuetang"}, false},
		{"a steward without an area has none", Actor{Roles: []Role{RoleSteward}}, "publish", Needs, Facts{}, false},
		{"an owner without an organisation owns nothing", Actor{Roles: []Role{RoleEnterprise}}, Read, Needs, Facts{Organisations: []ID{{}}}, false},
		{"the assigned steward introduces", steward, "introduce", Dockings, Facts{Experts: []ID{expert}}, true},
		{"another does not", steward, "introduce", Dockings, Facts{Experts: []ID{NewID()}, Area: "yuhu"}, false},
		{"the bureau registers", clerk, "register", Contracts, Facts{}, true},
		{"a party does not", owner, "register", Contracts, Facts{Organisations: []ID{mine}}, false},
		{"a read-only token reads", Actor{Roles: clerk.Roles, ReadOnly: true}, Read, Contracts, Facts{}, true},
		{"and writes nothing", Actor{Roles: clerk.Roles, ReadOnly: true}, "register", Contracts, Facts{}, false},
		{"a liaison reports for the unit", liaison, Create, Reports, Facts{Units: []string{"gxj", "jyj"}}, true},
		{"and for no other", liaison, Read, Reports, Facts{Units: []string{"gxj"}}, false},
		{"a liaison without a unit reports nothing", Actor{Roles: []Role{RoleLiaison}}, Create, Reports, Facts{Units: []string{""}}, false},
		{"a liaison approves nothing", liaison, "approve", Reports, Facts{Units: []string{"jyj"}}, false},
		{"a liaison of one area reports for that", ofArea, Create, Reports, Facts{Units: []string{"xsq"}, UnitArea: "yuhu"}, true},
		{"not for another", ofArea, Read, Reports, Facts{Units: []string{"xsq"}, UnitArea: "yuetang"}, false},
		{"nor for the whole unit", ofArea, Read, Reports, Facts{Units: []string{"xsq"}}, false},
		{"the bureau reads what a unit was told", clerk, Read, Reminders, Facts{Units: []string{"jyj"}}, true},
		{"but has not read it for the unit", clerk, MarkRead, Reminders, Facts{Units: []string{"jyj"}}, false},
		{"its own it has", clerk, MarkRead, Reminders, Facts{OfBureau: true}, true},
		{"what the table lacks is denied", clerk, "launch", Contracts, Facts{}, false},
	}
	for _, test := range tests {
		if got := Can(test.actor, test.action, test.resource, test.facts); got != test.want {
			t.Errorf("%s: got %v", test.name, got)
		}
	}
}

// Every step of a state machine has somebody who may take it.
func TestEveryStepHasARule(t *testing.T) {
	for resource, names := range map[Resource][]string{
		Needs: ListingSteps.Names(), Technologies: ListingSteps.Names(), Policies: PolicySteps.Names(),
		Experts: ExpertSteps.Names(), Dockings: DockingSteps.Names(), Contracts: ContractSteps.Names(), Reports: ReportSteps.Names(), Activities: ActivitySteps.Names(),
	} {
		for _, name := range names {
			if len(accessTable[resource][Action(name)]) == 0 {
				t.Errorf("nobody may %s a %s", name, resource)
			}
		}
	}
}
