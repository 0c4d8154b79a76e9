package transport

import "github.com/gin-gonic/gin"

// ownRoutes is yours: middleware and routes of Gin that are not in the IDL.
//
// What router.Use adds here runs once around every request, inside of trace, log, metrics, recovery and the limit of the
// body: for your routes, those of the IDL, and paths that nobody has. A group's runs for the group. What has to guard methods of
// the IDL belongs in rpc.Interceptors instead: Gin has no pattern for a few templates, those with a verb for example, so
// that c.FullPath is empty there, or another template.
//
//	router.Use(func(c *gin.Context) {
//		c.Header("Cache-Control", "no-store")
//	})
//	admin := router.Group("/admin", gin.BasicAuth(gin.Accounts{"admin": password}))
//	admin.POST("/notices", func(c *gin.Context) {
//		var notice struct {
//			Text string `json:"text" binding:"required"`
//		}
//		if err := c.ShouldBindJSON(&notice); err != nil {
//			c.JSON(http.StatusBadRequest, gin.H{"error": err.Error()})
//			return
//		}
//		c.JSON(http.StatusCreated, notice)
//	})
func ownRoutes(_ *gin.Engine) {}
