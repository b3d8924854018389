package api

import (
	"context"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
)

// libraryHealth is how one library's index is. Nothing in it is about a record.
type libraryHealth struct {
	Library    string  `json:"library"`
	Serving    bool    `json:"serving"`
	Documents  uint64  `json:"documents"`
	Behind     int     `json:"behind"` // changes not yet in the index, counted up to 1,000
	Lag        float64 `json:"lag_seconds"`
	Rebuilding bool    `json:"rebuilding"`
}

// healthTimeout bounds what /healthz asks of the libraries.
const healthTimeout = 2 * time.Second

// health says that the process is alive, and how far its indexes are behind what
// has been committed. It answers 200 while the process lives: /readyz is what says
// whether to send requests here.
func (a *API) health(c *gin.Context) {
	ctx, cancel := context.WithTimeout(c.Request.Context(), healthTimeout)
	defer cancel()
	indexes := []libraryHealth{}
	if a.libraries != nil {
		for _, h := range a.libraries.Health(ctx) {
			indexes = append(indexes, libraryHealth{string(h.Kind), h.Serving, h.Documents, h.Behind, h.Lag.Seconds(), h.Rebuilding})
		}
	}
	c.JSON(http.StatusOK, gin.H{"status": "ok", "indexes": indexes})
}
