package transport

import (
	"context"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"

	"example.com/orders/internal/platform/health"
)

// watchInterval is how soon a watcher learns of a change. The checks behind readiness are cached for as long.
const watchInterval = time.Second

// healthServer is grpc.health.v1.Health over the readiness of the service: balancers that use it see what /readyz says.
type healthServer struct {
	grpc_health_v1.UnimplementedHealthServer
	probes   *health.Health
	services map[string]bool // "" is the server as a whole
	draining context.Context
}

func (s *healthServer) Check(ctx context.Context, req *grpc_health_v1.HealthCheckRequest) (*grpc_health_v1.HealthCheckResponse, error) {
	if err := sendTraceID(ctx); err != nil {
		return nil, err
	}
	if !s.services[req.GetService()] {
		return nil, status.Error(codes.NotFound, "unknown service")
	}
	return &grpc_health_v1.HealthCheckResponse{Status: s.status(ctx)}, nil
}

func (s *healthServer) List(ctx context.Context, _ *grpc_health_v1.HealthListRequest) (*grpc_health_v1.HealthListResponse, error) {
	if err := sendTraceID(ctx); err != nil {
		return nil, err
	}
	statuses := make(map[string]*grpc_health_v1.HealthCheckResponse, len(s.services))
	for name := range s.services {
		statuses[name] = &grpc_health_v1.HealthCheckResponse{Status: s.status(ctx)}
	}
	return &grpc_health_v1.HealthListResponse{Statuses: statuses}, nil
}

// Watch sends the status now and whenever it changes, until the client goes or the service drains.
func (s *healthServer) Watch(req *grpc_health_v1.HealthCheckRequest, stream grpc_health_v1.Health_WatchServer) error {
	ticks := time.NewTicker(watchInterval)
	defer ticks.Stop()
	last := grpc_health_v1.HealthCheckResponse_UNKNOWN
	for {
		current := grpc_health_v1.HealthCheckResponse_SERVICE_UNKNOWN
		if s.services[req.GetService()] {
			current = s.status(stream.Context())
		}
		if current != last {
			last = current
			if err := stream.Send(&grpc_health_v1.HealthCheckResponse{Status: current}); err != nil {
				return err
			}
		}
		select {
		case <-ticks.C:
		case <-s.draining.Done():
			return toStatus(errDraining)
		case <-stream.Context().Done():
			return status.FromContextError(stream.Context().Err()).Err()
		}
	}
}

func (s *healthServer) status(ctx context.Context) grpc_health_v1.HealthCheckResponse_ServingStatus {
	if s.probes.Ready(ctx) {
		return grpc_health_v1.HealthCheckResponse_SERVING
	}
	return grpc_health_v1.HealthCheckResponse_NOT_SERVING
}
