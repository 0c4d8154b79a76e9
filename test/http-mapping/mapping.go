package rpc

import (
	"context"
	"strconv"

	httpbodypb "google.golang.org/genproto/googleapis/api/httpbody"
	emptypb "google.golang.org/protobuf/types/known/emptypb"

	mappingv1 "example.com/mapping/gen/mapping/v1"
	"example.com/mapping/internal/fault"
)

// Mapping answers with what it was asked.
type Mapping struct{}

func newMapping(Deps) *Mapping { return &Mapping{} }

type request = mappingv1.Everything

func echo(method string, req *request) (*mappingv1.Echo, error) {
	return &mappingv1.Echo{Method: method, Request: req}, nil
}

func (s *Mapping) Query(_ context.Context, req *request) (*mappingv1.Echo, error) {
	return echo("Query", req)
}

func (s *Mapping) Latest(_ context.Context, req *request) (*mappingv1.Echo, error) {
	return echo("Latest", req)
}

func (s *Mapping) Text(_ context.Context, req *request) (*mappingv1.Echo, error) {
	return echo("Text", req)
}

func (s *Mapping) Rename(_ context.Context, req *request) (*mappingv1.Echo, error) {
	return echo("Rename", req)
}

func (s *Mapping) Path(_ context.Context, req *request) (*mappingv1.Echo, error) {
	return echo("Path", req)
}

func (s *Mapping) Segments(_ context.Context, req *request) (*mappingv1.Echo, error) {
	return echo("Segments", req)
}

func (s *Mapping) Whole(_ context.Context, req *request) (*mappingv1.Echo, error) {
	return echo("Whole", req)
}

func (s *Mapping) Patch(_ context.Context, req *request) (*mappingv1.Echo, error) {
	return echo("Patch", req)
}

func (s *Mapping) Body(_ context.Context, req *request) (*mappingv1.Echo, error) {
	return echo("Body", req)
}

func (s *Mapping) Pick(_ context.Context, req *request) (*request, error) { return req, nil }

func (s *Mapping) Other(_ context.Context, req *request) (*mappingv1.Echo, error) {
	return echo("Other", req)
}

func (s *Mapping) Nothing(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

func (s *Mapping) Unbound(_ context.Context, req *request) (*mappingv1.Echo, error) {
	return echo("Unbound", req)
}

func (s *Mapping) Fail(_ context.Context, req *request) (*mappingv1.Echo, error) {
	return nil, fault.New(fault.Code(req.GetI32()), req.GetText())
}

func (s *Mapping) Raw(_ context.Context, req *httpbodypb.HttpBody) (*httpbodypb.HttpBody, error) {
	return req, nil
}

func (s *Mapping) RawFile(_ context.Context, req *mappingv1.File) (*httpbodypb.HttpBody, error) {
	content := req.GetContent()
	data := append([]byte(req.GetName()+": "), content.GetData()...)
	return &httpbodypb.HttpBody{ContentType: content.GetContentType(), Data: data}, nil
}

func (s *Mapping) RawStream(_ context.Context, req *request, send func(*httpbodypb.HttpBody) error) error {
	for i := range req.GetI32() {
		if err := send(&httpbodypb.HttpBody{ContentType: "text/csv", Data: []byte(strconv.Itoa(int(i)) + ";")}); err != nil {
			return err
		}
	}
	return failing(req)
}

// failing fails if there is a text.
func failing(req *request) error {
	if req.GetText() != "" {
		return fault.New(fault.Aborted, req.GetText())
	}
	return nil
}

func (s *Mapping) Watch(_ context.Context, req *request, send func(*mappingv1.Echo) error) error {
	for i := range req.GetI32() {
		if err := send(&mappingv1.Echo{Method: "Watch " + strconv.Itoa(int(i))}); err != nil {
			return err
		}
	}
	return failing(req)
}

func (s *Mapping) Collect(context.Context, func() (*request, error)) (*mappingv1.Echo, error) {
	return echo("Collect", nil)
}

func (s *Mapping) Talk(context.Context, func() (*request, error), func(*mappingv1.Echo) error) error {
	return nil
}

func (s *Mapping) Legacy(_ context.Context, req *mappingv1.LegacyRequest) (*mappingv1.LegacyRequest, error) {
	return req, nil
}

func (s *Mapping) Modern(_ context.Context, req *mappingv1.ModernRequest) (*mappingv1.ModernRequest, error) {
	return req, nil
}
