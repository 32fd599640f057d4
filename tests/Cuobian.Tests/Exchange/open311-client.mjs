// A GeoReport v2 client that knows nothing of the server but its address: node open311-client.mjs DISCOVERY_URL API_KEY LAT LONG
// It discovers the service, lists services, asks for a definition, posts, and follows what it posted; it prints what it saw as JSON.
const [discoveryUrl, key, lat, long] = process.argv.slice(2)

const read = async (url, options) => {
  const answer = await fetch(url, options)
  const body = await answer.text()
  return { status: answer.status, type: answer.headers.get('content-type'), body }
}
const json = async (url, options) => {
  const { status, body } = await read(url, options)
  if (status >= 400) throw new Error(`${url}: ${status} ${body}`)
  return JSON.parse(body)
}

const discovery = await json(discoveryUrl)
const endpoint = discovery.endpoints.find(e => e.specification.includes('GeoReport_v2') && e.formats.includes('application/json'))
const services = await json(`${endpoint.url}/services.json`)
const service = services.find(s => s.service_code === '0203')
const definition = await json(`${endpoint.url}/services/${service.service_code}.json`)

const form = new URLSearchParams({ api_key: key, service_code: service.service_code, lat, long, description: '东门口的路灯不亮', first_name: '明', last_name: '陈', phone: '13800138000', email: 'chen@example.org' })
for (const attribute of definition.attributes.filter(a => a.required)) form.append(`attribute[${attribute.code}]`, attribute.values[0]?.key ?? '1')
const [posted] = await json(`${endpoint.url}/requests.json`, { method: 'POST', body: form })

const [tracked] = await json(`${endpoint.url}/requests/${posted.service_request_id}.json`)
const listed = await json(`${endpoint.url}/requests.json?status=open&service_code=${service.service_code}`)
const xml = await read(`${endpoint.url}/requests/${posted.service_request_id}.xml`)
const refused = await read(`${endpoint.url}/requests.json`, { method: 'POST', body: new URLSearchParams({ service_code: service.service_code, lat, long }) })

const urgent = services.find(s => s.type === 'batch')
const urgentForm = new URLSearchParams({ api_key: key, service_code: urgent.service_code, lat, long })
for (const attribute of (await json(`${endpoint.url}/services/${urgent.service_code}.json`)).attributes.filter(a => a.required)) urgentForm.append(`attribute[${attribute.code}]`, attribute.values[0].key)
const [waiting] = await json(`${endpoint.url}/requests.json`, { method: 'POST', body: urgentForm })
const [token] = await json(`${endpoint.url}/tokens/${waiting.token}.json`)

console.log(JSON.stringify({ services: services.length, posted, tracked, listed: listed.map(r => r.service_request_id), xml, refused, waiting, token }))
