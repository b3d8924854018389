package api

import (
	"github.com/stretchr/testify/require"

	"sanku/domain"
)

func notificationFixtures() map[string]fixture {
	talk := docking("introduce")
	return map[string]fixture{
		"list-messages":         {record: talk},
		"create-message":        {record: talk, body: sayBody},
		"send-file-message":     {record: talk, body: text("%PDF-1.7\n"), query: "name=a.pdf&to=all", header: map[string]string{"Content-Type": "application/pdf"}},
		"mark-read-messages":    {record: talk, body: text(`{"read_to":1}`), status: 204},
		"read-correspondence":   {record: talk},
		"download-file-message": {record: talkWithFile, params: []string{"{file}", fileID.String()}},

		"list-notifications":            {record: notification, query: "limit=200"},
		"mark-read-notification":        {record: notification},
		"read-unread":                   {},
		"mark-all-read":                 {body: text(`{"until":"2026-01-01T00:00:00Z"}`)},
		"list-notification-preferences": {},
		"set-notification-preferences":  {body: text(`{"preferences":[{"kind":"message","delivery":"page"}]}`)},
		"read-mail-address":             {},
		"set-mail-address":              {body: text(`{"address":""}`)},
	}
}

func sayBody(*server, caller, relation) string { return `{"to":"all","body":"您好"}` }

var fileID = domain.NewID()

// talkWithFile is a docking with a file, which the last one made has.
func talkWithFile(s *server, c caller, r relation) target {
	d := s.docking(c, r, "introduce")
	_, err := s.db.Pool().Exec(s.t.Context(), `DELETE FROM message_files WHERE id = $1`, [16]byte(fileID))
	require.NoError(s.t, err)
	file, err := domain.NewMessageFile("a.pdf", []byte("%PDF-1.7\n"))
	require.NoError(s.t, err)
	file.ID = fileID
	steward := domain.Actor{Login: "leader", Roles: []domain.Role{domain.RoleSteward}, ExpertID: d.StewardID}
	_, err = s.db.Say(s.t.Context(), steward, d.ID, domain.ToAll, "", []domain.File{file})
	require.NoError(s.t, err)
	return target{id: d.ID, facts: d.Facts()}
}

// notification is one that the caller, or another user, is told: that a need was returned.
func notification(s *server, c caller, r relation) target {
	actor := c.actor
	if r != own || actor.UserID.IsZero() {
		actor = s.newCaller(domain.User{Login: "u" + domain.NewID().String(), Name: "他人", Roles: []domain.Role{domain.RoleEnterprise}, OrganisationID: s.otherEnterprise.ID}, "read").actor
	}
	id := domain.NewID()
	_, err := s.db.Pool().Exec(s.t.Context(), `INSERT INTO notifications (id, user_id, cause, kind, delivery, created_at) VALUES ($1, $2, $3, 'review', 'page', now())`,
		[16]byte(id), [16]byte(actor.UserID), id.String())
	require.NoError(s.t, err)
	return target{id: id, facts: domain.Facts{Users: []domain.ID{actor.UserID}}}
}
