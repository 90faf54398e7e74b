// Generated from schemas/ by `npm run generate`: do not edit.
// @ts-nocheck
export const validate = validate20;
export default validate20;
const schema31 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"cluster.schema.json","type":"object","additionalProperties":false,"required":["name","nomad","networks","server","client","machines"],"properties":{"name":{"type":"string","pattern":"^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$"},"region":{"type":"string","pattern":"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$"},"datacenter":{"type":"string","pattern":"^[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$"},"nomad":{"type":"object","additionalProperties":false,"required":["version"],"properties":{"version":{"type":"string"},"install":{"type":"object","additionalProperties":false,"properties":{"method":{"type":"string","enum":["preinstalled","archive","sysext"]},"path":{"type":"string","pattern":"^(?=.{1,1024}$)(/(?!\\.{1,2}(/|$))[A-Za-z0-9._-]+)+$"},"url":{"type":"string","pattern":"^https?://[!-~]+$"},"sha256":{"type":"string","pattern":"^[0-9a-f]{64}$"},"sha512":{"type":"string","pattern":"^[0-9a-f]{128}$"}}}}},"target":{"type":"object","additionalProperties":false,"properties":{"format":{"$ref":"#/$defs/firstBootFormat"},"os":{"$ref":"#/$defs/operatingSystem"},"platform":{"$ref":"#/$defs/platform"},"ignitionSpec":{"$ref":"#/$defs/ignitionSpec"}}},"networks":{"type":"object","minProperties":1,"additionalProperties":{"$ref":"#/$defs/network"}},"server":{"$ref":"#/$defs/serverDefaults"},"client":{"$ref":"#/$defs/clientDefaults"},"certificates":{"type":"object","additionalProperties":false,"properties":{"validity":{"type":"string","pattern":"^[1-9][0-9]{0,4}d$|^[1-9][0-9]?y$"}}},"users":{"type":"array","items":{"$ref":"#/$defs/user"}},"extra":{"$ref":"#/$defs/extra"},"machines":{"type":"object","minProperties":1,"additionalProperties":{"$ref":"#/$defs/machine"}}},"$defs":{"target":{"type":"object","additionalProperties":false,"properties":{"format":{"$ref":"#/$defs/firstBootFormat"},"os":{"$ref":"#/$defs/operatingSystem"},"platform":{"$ref":"#/$defs/platform"},"ignitionSpec":{"$ref":"#/$defs/ignitionSpec"}}},"network":{"type":"object","additionalProperties":false,"properties":{"subnet":{"type":"string"},"subnets":{"type":"array","minItems":1,"items":{"type":"string"}},"gateway":{"type":"string"},"gateways":{"type":"array","minItems":1,"items":{"type":"string"}},"nameservers":{"type":"array","items":{"type":"string"}},"mtu":{"type":"integer","minimum":576,"maximum":65535}}},"logLevel":{"type":"string","enum":["TRACE","DEBUG","INFO","WARN","ERROR"]},"telemetry":{"type":"object","additionalProperties":false,"properties":{"prometheus":{"type":"boolean"},"collectionInterval":{"type":"string","pattern":"^[1-9][0-9]{0,4}(ms|s|m)$"},"allocationMetrics":{"type":"boolean"},"nodeMetrics":{"type":"boolean"}}},"agentConfig":{"type":"object","additionalProperties":true},"port":{"type":"integer","minimum":1,"maximum":65535},"serverDefaults":{"type":"object","additionalProperties":false,"required":["network"],"properties":{"network":{"type":"string"},"ports":{"type":"object","additionalProperties":false,"properties":{"http":{"$ref":"#/$defs/port"},"rpc":{"$ref":"#/$defs/port"},"serf":{"$ref":"#/$defs/port"}}},"resources":{"type":"object","additionalProperties":false,"properties":{"memoryMaxMiB":{"type":"integer","minimum":128,"maximum":1048576}}},"logLevel":{"$ref":"#/$defs/logLevel"},"telemetry":{"$ref":"#/$defs/telemetry"},"config":{"$ref":"#/$defs/agentConfig"}}},"clientDefaults":{"type":"object","additionalProperties":false,"required":["network"],"properties":{"network":{"type":"string"},"ports":{"type":"object","additionalProperties":false,"properties":{"http":{"$ref":"#/$defs/port"}}},"drivers":{"type":"array","items":{"type":"string","enum":["exec","raw_exec","docker","java","qemu"]}},"nodePool":{"$ref":"#/$defs/nodePool"},"nodeClass":{"$ref":"#/$defs/nodeClass"},"meta":{"$ref":"#/$defs/meta"},"logLevel":{"$ref":"#/$defs/logLevel"},"telemetry":{"$ref":"#/$defs/telemetry"},"config":{"$ref":"#/$defs/agentConfig"},"metadataGuard":{"type":"boolean"}}},"nodePool":{"type":"string","pattern":"^[A-Za-z0-9_-]{1,128}$"},"nodeClass":{"type":"string","pattern":"^[A-Za-z0-9_.-]{1,128}$"},"meta":{"type":"object","additionalProperties":{"type":"string"}},"user":{"type":"object","additionalProperties":false,"required":["name","sshAuthorizedKeys"],"properties":{"name":{"type":"string","pattern":"^[a-z_][a-z0-9_-]{0,31}$"},"sshAuthorizedKeys":{"type":"array","minItems":1,"items":{"type":"string"}},"sudo":{"type":"boolean"}}},"extra":{"type":"object","additionalProperties":false,"properties":{"files":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["path","content"],"properties":{"path":{"type":"string","pattern":"^(?=.{1,1024}$)(/(?!\\.{1,2}(/|$))[A-Za-z0-9@._+-]+)+$"},"content":{"type":"string"},"mode":{"type":"string","pattern":"^0[0-7]{3}$"}}}},"units":{"type":"object","additionalProperties":{"type":"object","additionalProperties":false,"properties":{"content":{"type":"string"},"enable":{"type":"boolean"},"dropIns":{"type":"object","additionalProperties":{"type":"string"}}}}},"userData":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["name","type","content"],"properties":{"name":{"type":"string","pattern":"^[A-Za-z0-9._-]{1,64}$"},"type":{"type":"string","enum":["cloud-config","shell-script"]},"content":{"type":"string"},"mergeHow":{"type":"string"}}}}}},"interface":{"type":"object","additionalProperties":false,"required":["network"],"properties":{"network":{"type":"string"},"mac":{"type":"string"},"name":{"type":"string","pattern":"^[A-Za-z][A-Za-z0-9_.-]{0,14}$"},"address":{"type":"string"},"addresses":{"type":"array","minItems":1,"items":{"type":"string"}}}},"machine":{"type":"object","additionalProperties":false,"required":["interfaces"],"properties":{"roles":{"type":"array","minItems":1,"items":{"type":"string","enum":["server","client"]}},"interfaces":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/interface"}},"datacenter":{"type":"string","pattern":"^[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$"},"arch":{"type":"string","enum":["amd64","arm64"]},"target":{"$ref":"#/$defs/target"},"instance":{"type":"integer","minimum":1,"maximum":1000000},"memoryMiB":{"type":"integer","minimum":256,"maximum":67108864},"certificate":{"type":"object","additionalProperties":false,"properties":{"generation":{"type":"integer","minimum":1,"maximum":1000000},"issuedAt":{"type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"}}},"server":{"type":"object","additionalProperties":false,"properties":{"config":{"$ref":"#/$defs/agentConfig"}}},"client":{"type":"object","additionalProperties":false,"properties":{"nodePool":{"$ref":"#/$defs/nodePool"},"nodeClass":{"$ref":"#/$defs/nodeClass"},"meta":{"type":"object","additionalProperties":{"type":"string"}},"config":{"$ref":"#/$defs/agentConfig"}}}}},"firstBootFormat":{"type":"string","enum":["cloud-init","ignition"]},"operatingSystem":{"type":"string","enum":["debian","ubuntu","fedora-coreos","flatcar","microos"]},"platform":{"type":"string","enum":["nocloud","libvirt","proxmox","ec2","gcp","azure","openstack","hetzner","digitalocean","oci","akamai","scaleway","vultr","vmware"]},"ignitionSpec":{"type":"string","enum":["3.3.0","3.4.0","3.5.0","3.6.0"]}}};
const schema32 = {"type":"string","enum":["cloud-init","ignition"]};
const schema33 = {"type":"string","enum":["debian","ubuntu","fedora-coreos","flatcar","microos"]};
const schema34 = {"type":"string","enum":["nocloud","libvirt","proxmox","ec2","gcp","azure","openstack","hetzner","digitalocean","oci","akamai","scaleway","vultr","vmware"]};
const schema35 = {"type":"string","enum":["3.3.0","3.4.0","3.5.0","3.6.0"]};
const schema36 = {"type":"object","additionalProperties":false,"properties":{"subnet":{"type":"string"},"subnets":{"type":"array","minItems":1,"items":{"type":"string"}},"gateway":{"type":"string"},"gateways":{"type":"array","minItems":1,"items":{"type":"string"}},"nameservers":{"type":"array","items":{"type":"string"}},"mtu":{"type":"integer","minimum":576,"maximum":65535}}};
const schema52 = {"type":"object","additionalProperties":false,"required":["name","sshAuthorizedKeys"],"properties":{"name":{"type":"string","pattern":"^[a-z_][a-z0-9_-]{0,31}$"},"sshAuthorizedKeys":{"type":"array","minItems":1,"items":{"type":"string"}},"sudo":{"type":"boolean"}}};
const schema53 = {"type":"object","additionalProperties":false,"properties":{"files":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["path","content"],"properties":{"path":{"type":"string","pattern":"^(?=.{1,1024}$)(/(?!\\.{1,2}(/|$))[A-Za-z0-9@._+-]+)+$"},"content":{"type":"string"},"mode":{"type":"string","pattern":"^0[0-7]{3}$"}}}},"units":{"type":"object","additionalProperties":{"type":"object","additionalProperties":false,"properties":{"content":{"type":"string"},"enable":{"type":"boolean"},"dropIns":{"type":"object","additionalProperties":{"type":"string"}}}}},"userData":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["name","type","content"],"properties":{"name":{"type":"string","pattern":"^[A-Za-z0-9._-]{1,64}$"},"type":{"type":"string","enum":["cloud-config","shell-script"]},"content":{"type":"string"},"mergeHow":{"type":"string"}}}}}};
const func1 = Object.prototype.hasOwnProperty;
const pattern4 = new RegExp("^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$", "");
const pattern5 = new RegExp("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", "");
const pattern6 = new RegExp("^[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$", "");
const pattern7 = new RegExp("^(?=.{1,1024}$)(/(?!\\.{1,2}(/|$))[A-Za-z0-9._-]+)+$", "");
const pattern8 = new RegExp("^https?://[!-~]+$", "");
const pattern9 = new RegExp("^[0-9a-f]{64}$", "");
const pattern10 = new RegExp("^[0-9a-f]{128}$", "");
const pattern15 = new RegExp("^[1-9][0-9]{0,4}d$|^[1-9][0-9]?y$", "");
const pattern16 = new RegExp("^[a-z_][a-z0-9_-]{0,31}$", "");
const pattern17 = new RegExp("^(?=.{1,1024}$)(/(?!\\.{1,2}(/|$))[A-Za-z0-9@._+-]+)+$", "");
const pattern18 = new RegExp("^0[0-7]{3}$", "");
const pattern19 = new RegExp("^[A-Za-z0-9._-]{1,64}$", "");
const schema37 = {"type":"object","additionalProperties":false,"required":["network"],"properties":{"network":{"type":"string"},"ports":{"type":"object","additionalProperties":false,"properties":{"http":{"$ref":"#/$defs/port"},"rpc":{"$ref":"#/$defs/port"},"serf":{"$ref":"#/$defs/port"}}},"resources":{"type":"object","additionalProperties":false,"properties":{"memoryMaxMiB":{"type":"integer","minimum":128,"maximum":1048576}}},"logLevel":{"$ref":"#/$defs/logLevel"},"telemetry":{"$ref":"#/$defs/telemetry"},"config":{"$ref":"#/$defs/agentConfig"}}};
const schema38 = {"type":"integer","minimum":1,"maximum":65535};
const schema41 = {"type":"string","enum":["TRACE","DEBUG","INFO","WARN","ERROR"]};
const schema42 = {"type":"object","additionalProperties":false,"properties":{"prometheus":{"type":"boolean"},"collectionInterval":{"type":"string","pattern":"^[1-9][0-9]{0,4}(ms|s|m)$"},"allocationMetrics":{"type":"boolean"},"nodeMetrics":{"type":"boolean"}}};
const schema43 = {"type":"object","additionalProperties":true};
const pattern11 = new RegExp("^[1-9][0-9]{0,4}(ms|s|m)$", "");

function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate21.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.network === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "network"},message:"must have required property '"+"network"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!((((((key0 === "network") || (key0 === "ports")) || (key0 === "resources")) || (key0 === "logLevel")) || (key0 === "telemetry")) || (key0 === "config"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.network !== undefined){
if(typeof data.network !== "string"){
const err2 = {instancePath:instancePath+"/network",schemaPath:"#/properties/network/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.ports !== undefined){
let data1 = data.ports;
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
for(const key1 in data1){
if(!(((key1 === "http") || (key1 === "rpc")) || (key1 === "serf"))){
const err3 = {instancePath:instancePath+"/ports",schemaPath:"#/properties/ports/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data1.http !== undefined){
let data2 = data1.http;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
const err4 = {instancePath:instancePath+"/ports/http",schemaPath:"#/$defs/port/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 65535 || isNaN(data2)){
const err5 = {instancePath:instancePath+"/ports/http",schemaPath:"#/$defs/port/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535},message:"must be <= 65535"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data2 < 1 || isNaN(data2)){
const err6 = {instancePath:instancePath+"/ports/http",schemaPath:"#/$defs/port/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
if(data1.rpc !== undefined){
let data3 = data1.rpc;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
const err7 = {instancePath:instancePath+"/ports/rpc",schemaPath:"#/$defs/port/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 > 65535 || isNaN(data3)){
const err8 = {instancePath:instancePath+"/ports/rpc",schemaPath:"#/$defs/port/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535},message:"must be <= 65535"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(data3 < 1 || isNaN(data3)){
const err9 = {instancePath:instancePath+"/ports/rpc",schemaPath:"#/$defs/port/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
if(data1.serf !== undefined){
let data4 = data1.serf;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
const err10 = {instancePath:instancePath+"/ports/serf",schemaPath:"#/$defs/port/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 > 65535 || isNaN(data4)){
const err11 = {instancePath:instancePath+"/ports/serf",schemaPath:"#/$defs/port/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535},message:"must be <= 65535"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(data4 < 1 || isNaN(data4)){
const err12 = {instancePath:instancePath+"/ports/serf",schemaPath:"#/$defs/port/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
}
else {
const err13 = {instancePath:instancePath+"/ports",schemaPath:"#/properties/ports/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.resources !== undefined){
let data5 = data.resources;
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
for(const key2 in data5){
if(!(key2 === "memoryMaxMiB")){
const err14 = {instancePath:instancePath+"/resources",schemaPath:"#/properties/resources/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data5.memoryMaxMiB !== undefined){
let data6 = data5.memoryMaxMiB;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
const err15 = {instancePath:instancePath+"/resources/memoryMaxMiB",schemaPath:"#/properties/resources/properties/memoryMaxMiB/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 > 1048576 || isNaN(data6)){
const err16 = {instancePath:instancePath+"/resources/memoryMaxMiB",schemaPath:"#/properties/resources/properties/memoryMaxMiB/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1048576},message:"must be <= 1048576"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
if(data6 < 128 || isNaN(data6)){
const err17 = {instancePath:instancePath+"/resources/memoryMaxMiB",schemaPath:"#/properties/resources/properties/memoryMaxMiB/minimum",keyword:"minimum",params:{comparison: ">=", limit: 128},message:"must be >= 128"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
}
}
else {
const err18 = {instancePath:instancePath+"/resources",schemaPath:"#/properties/resources/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data.logLevel !== undefined){
let data7 = data.logLevel;
if(typeof data7 !== "string"){
const err19 = {instancePath:instancePath+"/logLevel",schemaPath:"#/$defs/logLevel/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if(!(((((data7 === "TRACE") || (data7 === "DEBUG")) || (data7 === "INFO")) || (data7 === "WARN")) || (data7 === "ERROR"))){
const err20 = {instancePath:instancePath+"/logLevel",schemaPath:"#/$defs/logLevel/enum",keyword:"enum",params:{allowedValues: schema41.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data.telemetry !== undefined){
let data8 = data.telemetry;
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
for(const key3 in data8){
if(!((((key3 === "prometheus") || (key3 === "collectionInterval")) || (key3 === "allocationMetrics")) || (key3 === "nodeMetrics"))){
const err21 = {instancePath:instancePath+"/telemetry",schemaPath:"#/$defs/telemetry/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data8.prometheus !== undefined){
if(typeof data8.prometheus !== "boolean"){
const err22 = {instancePath:instancePath+"/telemetry/prometheus",schemaPath:"#/$defs/telemetry/properties/prometheus/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data8.collectionInterval !== undefined){
let data10 = data8.collectionInterval;
if(typeof data10 === "string"){
if(!pattern11.test(data10)){
const err23 = {instancePath:instancePath+"/telemetry/collectionInterval",schemaPath:"#/$defs/telemetry/properties/collectionInterval/pattern",keyword:"pattern",params:{pattern: "^[1-9][0-9]{0,4}(ms|s|m)$"},message:"must match pattern \""+"^[1-9][0-9]{0,4}(ms|s|m)$"+"\""};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
else {
const err24 = {instancePath:instancePath+"/telemetry/collectionInterval",schemaPath:"#/$defs/telemetry/properties/collectionInterval/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data8.allocationMetrics !== undefined){
if(typeof data8.allocationMetrics !== "boolean"){
const err25 = {instancePath:instancePath+"/telemetry/allocationMetrics",schemaPath:"#/$defs/telemetry/properties/allocationMetrics/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data8.nodeMetrics !== undefined){
if(typeof data8.nodeMetrics !== "boolean"){
const err26 = {instancePath:instancePath+"/telemetry/nodeMetrics",schemaPath:"#/$defs/telemetry/properties/nodeMetrics/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
}
else {
const err27 = {instancePath:instancePath+"/telemetry",schemaPath:"#/$defs/telemetry/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data.config !== undefined){
let data13 = data.config;
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
}
else {
const err28 = {instancePath:instancePath+"/config",schemaPath:"#/$defs/agentConfig/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
}
else {
const err29 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
validate21.errors = vErrors;
return errors === 0;
}
validate21.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema44 = {"type":"object","additionalProperties":false,"required":["network"],"properties":{"network":{"type":"string"},"ports":{"type":"object","additionalProperties":false,"properties":{"http":{"$ref":"#/$defs/port"}}},"drivers":{"type":"array","items":{"type":"string","enum":["exec","raw_exec","docker","java","qemu"]}},"nodePool":{"$ref":"#/$defs/nodePool"},"nodeClass":{"$ref":"#/$defs/nodeClass"},"meta":{"$ref":"#/$defs/meta"},"logLevel":{"$ref":"#/$defs/logLevel"},"telemetry":{"$ref":"#/$defs/telemetry"},"config":{"$ref":"#/$defs/agentConfig"},"metadataGuard":{"type":"boolean"}}};
const schema46 = {"type":"string","pattern":"^[A-Za-z0-9_-]{1,128}$"};
const schema47 = {"type":"string","pattern":"^[A-Za-z0-9_.-]{1,128}$"};
const schema48 = {"type":"object","additionalProperties":{"type":"string"}};
const pattern12 = new RegExp("^[A-Za-z0-9_-]{1,128}$", "");
const pattern13 = new RegExp("^[A-Za-z0-9_.-]{1,128}$", "");

function validate23(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate23.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.network === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "network"},message:"must have required property '"+"network"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!(func1.call(schema44.properties, key0))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.network !== undefined){
if(typeof data.network !== "string"){
const err2 = {instancePath:instancePath+"/network",schemaPath:"#/properties/network/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.ports !== undefined){
let data1 = data.ports;
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
for(const key1 in data1){
if(!(key1 === "http")){
const err3 = {instancePath:instancePath+"/ports",schemaPath:"#/properties/ports/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data1.http !== undefined){
let data2 = data1.http;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
const err4 = {instancePath:instancePath+"/ports/http",schemaPath:"#/$defs/port/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 65535 || isNaN(data2)){
const err5 = {instancePath:instancePath+"/ports/http",schemaPath:"#/$defs/port/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535},message:"must be <= 65535"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data2 < 1 || isNaN(data2)){
const err6 = {instancePath:instancePath+"/ports/http",schemaPath:"#/$defs/port/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
}
else {
const err7 = {instancePath:instancePath+"/ports",schemaPath:"#/properties/ports/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.drivers !== undefined){
let data3 = data.drivers;
if(Array.isArray(data3)){
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
if(typeof data4 !== "string"){
const err8 = {instancePath:instancePath+"/drivers/" + i0,schemaPath:"#/properties/drivers/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(!(((((data4 === "exec") || (data4 === "raw_exec")) || (data4 === "docker")) || (data4 === "java")) || (data4 === "qemu"))){
const err9 = {instancePath:instancePath+"/drivers/" + i0,schemaPath:"#/properties/drivers/items/enum",keyword:"enum",params:{allowedValues: schema44.properties.drivers.items.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
else {
const err10 = {instancePath:instancePath+"/drivers",schemaPath:"#/properties/drivers/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.nodePool !== undefined){
let data5 = data.nodePool;
if(typeof data5 === "string"){
if(!pattern12.test(data5)){
const err11 = {instancePath:instancePath+"/nodePool",schemaPath:"#/$defs/nodePool/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9_-]{1,128}$"},message:"must match pattern \""+"^[A-Za-z0-9_-]{1,128}$"+"\""};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/nodePool",schemaPath:"#/$defs/nodePool/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.nodeClass !== undefined){
let data6 = data.nodeClass;
if(typeof data6 === "string"){
if(!pattern13.test(data6)){
const err13 = {instancePath:instancePath+"/nodeClass",schemaPath:"#/$defs/nodeClass/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9_.-]{1,128}$"},message:"must match pattern \""+"^[A-Za-z0-9_.-]{1,128}$"+"\""};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
else {
const err14 = {instancePath:instancePath+"/nodeClass",schemaPath:"#/$defs/nodeClass/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.meta !== undefined){
let data7 = data.meta;
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
for(const key2 in data7){
if(typeof data7[key2] !== "string"){
const err15 = {instancePath:instancePath+"/meta/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/meta/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
}
else {
const err16 = {instancePath:instancePath+"/meta",schemaPath:"#/$defs/meta/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.logLevel !== undefined){
let data9 = data.logLevel;
if(typeof data9 !== "string"){
const err17 = {instancePath:instancePath+"/logLevel",schemaPath:"#/$defs/logLevel/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(!(((((data9 === "TRACE") || (data9 === "DEBUG")) || (data9 === "INFO")) || (data9 === "WARN")) || (data9 === "ERROR"))){
const err18 = {instancePath:instancePath+"/logLevel",schemaPath:"#/$defs/logLevel/enum",keyword:"enum",params:{allowedValues: schema41.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data.telemetry !== undefined){
let data10 = data.telemetry;
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
for(const key3 in data10){
if(!((((key3 === "prometheus") || (key3 === "collectionInterval")) || (key3 === "allocationMetrics")) || (key3 === "nodeMetrics"))){
const err19 = {instancePath:instancePath+"/telemetry",schemaPath:"#/$defs/telemetry/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data10.prometheus !== undefined){
if(typeof data10.prometheus !== "boolean"){
const err20 = {instancePath:instancePath+"/telemetry/prometheus",schemaPath:"#/$defs/telemetry/properties/prometheus/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data10.collectionInterval !== undefined){
let data12 = data10.collectionInterval;
if(typeof data12 === "string"){
if(!pattern11.test(data12)){
const err21 = {instancePath:instancePath+"/telemetry/collectionInterval",schemaPath:"#/$defs/telemetry/properties/collectionInterval/pattern",keyword:"pattern",params:{pattern: "^[1-9][0-9]{0,4}(ms|s|m)$"},message:"must match pattern \""+"^[1-9][0-9]{0,4}(ms|s|m)$"+"\""};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
else {
const err22 = {instancePath:instancePath+"/telemetry/collectionInterval",schemaPath:"#/$defs/telemetry/properties/collectionInterval/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data10.allocationMetrics !== undefined){
if(typeof data10.allocationMetrics !== "boolean"){
const err23 = {instancePath:instancePath+"/telemetry/allocationMetrics",schemaPath:"#/$defs/telemetry/properties/allocationMetrics/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data10.nodeMetrics !== undefined){
if(typeof data10.nodeMetrics !== "boolean"){
const err24 = {instancePath:instancePath+"/telemetry/nodeMetrics",schemaPath:"#/$defs/telemetry/properties/nodeMetrics/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
}
else {
const err25 = {instancePath:instancePath+"/telemetry",schemaPath:"#/$defs/telemetry/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data.config !== undefined){
let data15 = data.config;
if(data15 && typeof data15 == "object" && !Array.isArray(data15)){
}
else {
const err26 = {instancePath:instancePath+"/config",schemaPath:"#/$defs/agentConfig/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data.metadataGuard !== undefined){
if(typeof data.metadataGuard !== "boolean"){
const err27 = {instancePath:instancePath+"/metadataGuard",schemaPath:"#/properties/metadataGuard/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
}
else {
const err28 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
validate23.errors = vErrors;
return errors === 0;
}
validate23.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema54 = {"type":"object","additionalProperties":false,"required":["interfaces"],"properties":{"roles":{"type":"array","minItems":1,"items":{"type":"string","enum":["server","client"]}},"interfaces":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/interface"}},"datacenter":{"type":"string","pattern":"^[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$"},"arch":{"type":"string","enum":["amd64","arm64"]},"target":{"$ref":"#/$defs/target"},"instance":{"type":"integer","minimum":1,"maximum":1000000},"memoryMiB":{"type":"integer","minimum":256,"maximum":67108864},"certificate":{"type":"object","additionalProperties":false,"properties":{"generation":{"type":"integer","minimum":1,"maximum":1000000},"issuedAt":{"type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"}}},"server":{"type":"object","additionalProperties":false,"properties":{"config":{"$ref":"#/$defs/agentConfig"}}},"client":{"type":"object","additionalProperties":false,"properties":{"nodePool":{"$ref":"#/$defs/nodePool"},"nodeClass":{"$ref":"#/$defs/nodeClass"},"meta":{"type":"object","additionalProperties":{"type":"string"}},"config":{"$ref":"#/$defs/agentConfig"}}}}};
const schema55 = {"type":"object","additionalProperties":false,"required":["network"],"properties":{"network":{"type":"string"},"mac":{"type":"string"},"name":{"type":"string","pattern":"^[A-Za-z][A-Za-z0-9_.-]{0,14}$"},"address":{"type":"string"},"addresses":{"type":"array","minItems":1,"items":{"type":"string"}}}};
const pattern20 = new RegExp("^[A-Za-z][A-Za-z0-9_.-]{0,14}$", "");
const pattern22 = new RegExp("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$", "");
const schema56 = {"type":"object","additionalProperties":false,"properties":{"format":{"$ref":"#/$defs/firstBootFormat"},"os":{"$ref":"#/$defs/operatingSystem"},"platform":{"$ref":"#/$defs/platform"},"ignitionSpec":{"$ref":"#/$defs/ignitionSpec"}}};

function validate26(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate26.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((((key0 === "format") || (key0 === "os")) || (key0 === "platform")) || (key0 === "ignitionSpec"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.format !== undefined){
let data0 = data.format;
if(typeof data0 !== "string"){
const err1 = {instancePath:instancePath+"/format",schemaPath:"#/$defs/firstBootFormat/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(!((data0 === "cloud-init") || (data0 === "ignition"))){
const err2 = {instancePath:instancePath+"/format",schemaPath:"#/$defs/firstBootFormat/enum",keyword:"enum",params:{allowedValues: schema32.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.os !== undefined){
let data1 = data.os;
if(typeof data1 !== "string"){
const err3 = {instancePath:instancePath+"/os",schemaPath:"#/$defs/operatingSystem/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(!(((((data1 === "debian") || (data1 === "ubuntu")) || (data1 === "fedora-coreos")) || (data1 === "flatcar")) || (data1 === "microos"))){
const err4 = {instancePath:instancePath+"/os",schemaPath:"#/$defs/operatingSystem/enum",keyword:"enum",params:{allowedValues: schema33.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.platform !== undefined){
let data2 = data.platform;
if(typeof data2 !== "string"){
const err5 = {instancePath:instancePath+"/platform",schemaPath:"#/$defs/platform/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(!((((((((((((((data2 === "nocloud") || (data2 === "libvirt")) || (data2 === "proxmox")) || (data2 === "ec2")) || (data2 === "gcp")) || (data2 === "azure")) || (data2 === "openstack")) || (data2 === "hetzner")) || (data2 === "digitalocean")) || (data2 === "oci")) || (data2 === "akamai")) || (data2 === "scaleway")) || (data2 === "vultr")) || (data2 === "vmware"))){
const err6 = {instancePath:instancePath+"/platform",schemaPath:"#/$defs/platform/enum",keyword:"enum",params:{allowedValues: schema34.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.ignitionSpec !== undefined){
let data3 = data.ignitionSpec;
if(typeof data3 !== "string"){
const err7 = {instancePath:instancePath+"/ignitionSpec",schemaPath:"#/$defs/ignitionSpec/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(!((((data3 === "3.3.0") || (data3 === "3.4.0")) || (data3 === "3.5.0")) || (data3 === "3.6.0"))){
const err8 = {instancePath:instancePath+"/ignitionSpec",schemaPath:"#/$defs/ignitionSpec/enum",keyword:"enum",params:{allowedValues: schema35.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
else {
const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
validate26.errors = vErrors;
return errors === 0;
}
validate26.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate25(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate25.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.interfaces === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "interfaces"},message:"must have required property '"+"interfaces"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!(func1.call(schema54.properties, key0))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.roles !== undefined){
let data0 = data.roles;
if(Array.isArray(data0)){
if(data0.length < 1){
const err2 = {instancePath:instancePath+"/roles",schemaPath:"#/properties/roles/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(typeof data1 !== "string"){
const err3 = {instancePath:instancePath+"/roles/" + i0,schemaPath:"#/properties/roles/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(!((data1 === "server") || (data1 === "client"))){
const err4 = {instancePath:instancePath+"/roles/" + i0,schemaPath:"#/properties/roles/items/enum",keyword:"enum",params:{allowedValues: schema54.properties.roles.items.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
}
else {
const err5 = {instancePath:instancePath+"/roles",schemaPath:"#/properties/roles/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.interfaces !== undefined){
let data2 = data.interfaces;
if(Array.isArray(data2)){
if(data2.length < 1){
const err6 = {instancePath:instancePath+"/interfaces",schemaPath:"#/properties/interfaces/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
const len1 = data2.length;
for(let i1=0; i1<len1; i1++){
let data3 = data2[i1];
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
if(data3.network === undefined){
const err7 = {instancePath:instancePath+"/interfaces/" + i1,schemaPath:"#/$defs/interface/required",keyword:"required",params:{missingProperty: "network"},message:"must have required property '"+"network"+"'"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
for(const key1 in data3){
if(!(((((key1 === "network") || (key1 === "mac")) || (key1 === "name")) || (key1 === "address")) || (key1 === "addresses"))){
const err8 = {instancePath:instancePath+"/interfaces/" + i1,schemaPath:"#/$defs/interface/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data3.network !== undefined){
if(typeof data3.network !== "string"){
const err9 = {instancePath:instancePath+"/interfaces/" + i1+"/network",schemaPath:"#/$defs/interface/properties/network/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data3.mac !== undefined){
if(typeof data3.mac !== "string"){
const err10 = {instancePath:instancePath+"/interfaces/" + i1+"/mac",schemaPath:"#/$defs/interface/properties/mac/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data3.name !== undefined){
let data6 = data3.name;
if(typeof data6 === "string"){
if(!pattern20.test(data6)){
const err11 = {instancePath:instancePath+"/interfaces/" + i1+"/name",schemaPath:"#/$defs/interface/properties/name/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9_.-]{0,14}$"},message:"must match pattern \""+"^[A-Za-z][A-Za-z0-9_.-]{0,14}$"+"\""};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/interfaces/" + i1+"/name",schemaPath:"#/$defs/interface/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data3.address !== undefined){
if(typeof data3.address !== "string"){
const err13 = {instancePath:instancePath+"/interfaces/" + i1+"/address",schemaPath:"#/$defs/interface/properties/address/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data3.addresses !== undefined){
let data8 = data3.addresses;
if(Array.isArray(data8)){
if(data8.length < 1){
const err14 = {instancePath:instancePath+"/interfaces/" + i1+"/addresses",schemaPath:"#/$defs/interface/properties/addresses/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
const len2 = data8.length;
for(let i2=0; i2<len2; i2++){
if(typeof data8[i2] !== "string"){
const err15 = {instancePath:instancePath+"/interfaces/" + i1+"/addresses/" + i2,schemaPath:"#/$defs/interface/properties/addresses/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
}
else {
const err16 = {instancePath:instancePath+"/interfaces/" + i1+"/addresses",schemaPath:"#/$defs/interface/properties/addresses/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
else {
const err17 = {instancePath:instancePath+"/interfaces/" + i1,schemaPath:"#/$defs/interface/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
}
else {
const err18 = {instancePath:instancePath+"/interfaces",schemaPath:"#/properties/interfaces/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data.datacenter !== undefined){
let data10 = data.datacenter;
if(typeof data10 === "string"){
if(!pattern6.test(data10)){
const err19 = {instancePath:instancePath+"/datacenter",schemaPath:"#/properties/datacenter/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$"},message:"must match pattern \""+"^[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$"+"\""};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
else {
const err20 = {instancePath:instancePath+"/datacenter",schemaPath:"#/properties/datacenter/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data.arch !== undefined){
let data11 = data.arch;
if(typeof data11 !== "string"){
const err21 = {instancePath:instancePath+"/arch",schemaPath:"#/properties/arch/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
if(!((data11 === "amd64") || (data11 === "arm64"))){
const err22 = {instancePath:instancePath+"/arch",schemaPath:"#/properties/arch/enum",keyword:"enum",params:{allowedValues: schema54.properties.arch.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data.target !== undefined){
if(!(validate26(data.target, {instancePath:instancePath+"/target",parentData:data,parentDataProperty:"target",rootData,dynamicAnchors}))){
vErrors = append(vErrors, validate26.errors);
errors = vErrors.length;
}
}
if(data.instance !== undefined){
let data13 = data.instance;
if(!(((typeof data13 == "number") && (!(data13 % 1) && !isNaN(data13))) && (isFinite(data13)))){
const err23 = {instancePath:instancePath+"/instance",schemaPath:"#/properties/instance/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 > 1000000 || isNaN(data13)){
const err24 = {instancePath:instancePath+"/instance",schemaPath:"#/properties/instance/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000},message:"must be <= 1000000"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if(data13 < 1 || isNaN(data13)){
const err25 = {instancePath:instancePath+"/instance",schemaPath:"#/properties/instance/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
if(data.memoryMiB !== undefined){
let data14 = data.memoryMiB;
if(!(((typeof data14 == "number") && (!(data14 % 1) && !isNaN(data14))) && (isFinite(data14)))){
const err26 = {instancePath:instancePath+"/memoryMiB",schemaPath:"#/properties/memoryMiB/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if((typeof data14 == "number") && (isFinite(data14))){
if(data14 > 67108864 || isNaN(data14)){
const err27 = {instancePath:instancePath+"/memoryMiB",schemaPath:"#/properties/memoryMiB/maximum",keyword:"maximum",params:{comparison: "<=", limit: 67108864},message:"must be <= 67108864"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if(data14 < 256 || isNaN(data14)){
const err28 = {instancePath:instancePath+"/memoryMiB",schemaPath:"#/properties/memoryMiB/minimum",keyword:"minimum",params:{comparison: ">=", limit: 256},message:"must be >= 256"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
}
if(data.certificate !== undefined){
let data15 = data.certificate;
if(data15 && typeof data15 == "object" && !Array.isArray(data15)){
for(const key2 in data15){
if(!((key2 === "generation") || (key2 === "issuedAt"))){
const err29 = {instancePath:instancePath+"/certificate",schemaPath:"#/properties/certificate/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data15.generation !== undefined){
let data16 = data15.generation;
if(!(((typeof data16 == "number") && (!(data16 % 1) && !isNaN(data16))) && (isFinite(data16)))){
const err30 = {instancePath:instancePath+"/certificate/generation",schemaPath:"#/properties/certificate/properties/generation/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
if((typeof data16 == "number") && (isFinite(data16))){
if(data16 > 1000000 || isNaN(data16)){
const err31 = {instancePath:instancePath+"/certificate/generation",schemaPath:"#/properties/certificate/properties/generation/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000},message:"must be <= 1000000"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
if(data16 < 1 || isNaN(data16)){
const err32 = {instancePath:instancePath+"/certificate/generation",schemaPath:"#/properties/certificate/properties/generation/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
}
if(data15.issuedAt !== undefined){
let data17 = data15.issuedAt;
if(typeof data17 === "string"){
if(!pattern22.test(data17)){
const err33 = {instancePath:instancePath+"/certificate/issuedAt",schemaPath:"#/properties/certificate/properties/issuedAt/pattern",keyword:"pattern",params:{pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"},message:"must match pattern \""+"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"+"\""};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
else {
const err34 = {instancePath:instancePath+"/certificate/issuedAt",schemaPath:"#/properties/certificate/properties/issuedAt/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
}
else {
const err35 = {instancePath:instancePath+"/certificate",schemaPath:"#/properties/certificate/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data.server !== undefined){
let data18 = data.server;
if(data18 && typeof data18 == "object" && !Array.isArray(data18)){
for(const key3 in data18){
if(!(key3 === "config")){
const err36 = {instancePath:instancePath+"/server",schemaPath:"#/properties/server/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data18.config !== undefined){
let data19 = data18.config;
if(data19 && typeof data19 == "object" && !Array.isArray(data19)){
}
else {
const err37 = {instancePath:instancePath+"/server/config",schemaPath:"#/$defs/agentConfig/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
}
else {
const err38 = {instancePath:instancePath+"/server",schemaPath:"#/properties/server/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data.client !== undefined){
let data20 = data.client;
if(data20 && typeof data20 == "object" && !Array.isArray(data20)){
for(const key4 in data20){
if(!((((key4 === "nodePool") || (key4 === "nodeClass")) || (key4 === "meta")) || (key4 === "config"))){
const err39 = {instancePath:instancePath+"/client",schemaPath:"#/properties/client/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
if(data20.nodePool !== undefined){
let data21 = data20.nodePool;
if(typeof data21 === "string"){
if(!pattern12.test(data21)){
const err40 = {instancePath:instancePath+"/client/nodePool",schemaPath:"#/$defs/nodePool/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9_-]{1,128}$"},message:"must match pattern \""+"^[A-Za-z0-9_-]{1,128}$"+"\""};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
else {
const err41 = {instancePath:instancePath+"/client/nodePool",schemaPath:"#/$defs/nodePool/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
if(data20.nodeClass !== undefined){
let data22 = data20.nodeClass;
if(typeof data22 === "string"){
if(!pattern13.test(data22)){
const err42 = {instancePath:instancePath+"/client/nodeClass",schemaPath:"#/$defs/nodeClass/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9_.-]{1,128}$"},message:"must match pattern \""+"^[A-Za-z0-9_.-]{1,128}$"+"\""};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
else {
const err43 = {instancePath:instancePath+"/client/nodeClass",schemaPath:"#/$defs/nodeClass/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
if(data20.meta !== undefined){
let data23 = data20.meta;
if(data23 && typeof data23 == "object" && !Array.isArray(data23)){
for(const key5 in data23){
if(typeof data23[key5] !== "string"){
const err44 = {instancePath:instancePath+"/client/meta/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/client/properties/meta/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
}
else {
const err45 = {instancePath:instancePath+"/client/meta",schemaPath:"#/properties/client/properties/meta/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
if(data20.config !== undefined){
let data25 = data20.config;
if(data25 && typeof data25 == "object" && !Array.isArray(data25)){
}
else {
const err46 = {instancePath:instancePath+"/client/config",schemaPath:"#/$defs/agentConfig/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
}
else {
const err47 = {instancePath:instancePath+"/client",schemaPath:"#/properties/client/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
}
else {
const err48 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
validate25.errors = vErrors;
return errors === 0;
}
validate25.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="cluster.schema.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate20.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.nomad === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "nomad"},message:"must have required property '"+"nomad"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.networks === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "networks"},message:"must have required property '"+"networks"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.server === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "server"},message:"must have required property '"+"server"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.client === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "client"},message:"must have required property '"+"client"+"'"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data.machines === undefined){
const err5 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "machines"},message:"must have required property '"+"machines"+"'"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
for(const key0 in data){
if(!(func1.call(schema31.properties, key0))){
const err6 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(!pattern4.test(data0)){
const err7 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$"},message:"must match pattern \""+"^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$"+"\""};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.region !== undefined){
let data1 = data.region;
if(typeof data1 === "string"){
if(!pattern5.test(data1)){
const err9 = {instancePath:instancePath+"/region",schemaPath:"#/properties/region/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$"},message:"must match pattern \""+"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$"+"\""};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
else {
const err10 = {instancePath:instancePath+"/region",schemaPath:"#/properties/region/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.datacenter !== undefined){
let data2 = data.datacenter;
if(typeof data2 === "string"){
if(!pattern6.test(data2)){
const err11 = {instancePath:instancePath+"/datacenter",schemaPath:"#/properties/datacenter/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$"},message:"must match pattern \""+"^[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$"+"\""};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/datacenter",schemaPath:"#/properties/datacenter/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.nomad !== undefined){
let data3 = data.nomad;
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
if(data3.version === undefined){
const err13 = {instancePath:instancePath+"/nomad",schemaPath:"#/properties/nomad/required",keyword:"required",params:{missingProperty: "version"},message:"must have required property '"+"version"+"'"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
for(const key1 in data3){
if(!((key1 === "version") || (key1 === "install"))){
const err14 = {instancePath:instancePath+"/nomad",schemaPath:"#/properties/nomad/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data3.version !== undefined){
if(typeof data3.version !== "string"){
const err15 = {instancePath:instancePath+"/nomad/version",schemaPath:"#/properties/nomad/properties/version/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data3.install !== undefined){
let data5 = data3.install;
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
for(const key2 in data5){
if(!(((((key2 === "method") || (key2 === "path")) || (key2 === "url")) || (key2 === "sha256")) || (key2 === "sha512"))){
const err16 = {instancePath:instancePath+"/nomad/install",schemaPath:"#/properties/nomad/properties/install/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data5.method !== undefined){
let data6 = data5.method;
if(typeof data6 !== "string"){
const err17 = {instancePath:instancePath+"/nomad/install/method",schemaPath:"#/properties/nomad/properties/install/properties/method/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(!(((data6 === "preinstalled") || (data6 === "archive")) || (data6 === "sysext"))){
const err18 = {instancePath:instancePath+"/nomad/install/method",schemaPath:"#/properties/nomad/properties/install/properties/method/enum",keyword:"enum",params:{allowedValues: schema31.properties.nomad.properties.install.properties.method.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data5.path !== undefined){
let data7 = data5.path;
if(typeof data7 === "string"){
if(!pattern7.test(data7)){
const err19 = {instancePath:instancePath+"/nomad/install/path",schemaPath:"#/properties/nomad/properties/install/properties/path/pattern",keyword:"pattern",params:{pattern: "^(?=.{1,1024}$)(/(?!\\.{1,2}(/|$))[A-Za-z0-9._-]+)+$"},message:"must match pattern \""+"^(?=.{1,1024}$)(/(?!\\.{1,2}(/|$))[A-Za-z0-9._-]+)+$"+"\""};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
else {
const err20 = {instancePath:instancePath+"/nomad/install/path",schemaPath:"#/properties/nomad/properties/install/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data5.url !== undefined){
let data8 = data5.url;
if(typeof data8 === "string"){
if(!pattern8.test(data8)){
const err21 = {instancePath:instancePath+"/nomad/install/url",schemaPath:"#/properties/nomad/properties/install/properties/url/pattern",keyword:"pattern",params:{pattern: "^https?://[!-~]+$"},message:"must match pattern \""+"^https?://[!-~]+$"+"\""};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
else {
const err22 = {instancePath:instancePath+"/nomad/install/url",schemaPath:"#/properties/nomad/properties/install/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data5.sha256 !== undefined){
let data9 = data5.sha256;
if(typeof data9 === "string"){
if(!pattern9.test(data9)){
const err23 = {instancePath:instancePath+"/nomad/install/sha256",schemaPath:"#/properties/nomad/properties/install/properties/sha256/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{64}$"},message:"must match pattern \""+"^[0-9a-f]{64}$"+"\""};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
else {
const err24 = {instancePath:instancePath+"/nomad/install/sha256",schemaPath:"#/properties/nomad/properties/install/properties/sha256/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data5.sha512 !== undefined){
let data10 = data5.sha512;
if(typeof data10 === "string"){
if(!pattern10.test(data10)){
const err25 = {instancePath:instancePath+"/nomad/install/sha512",schemaPath:"#/properties/nomad/properties/install/properties/sha512/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{128}$"},message:"must match pattern \""+"^[0-9a-f]{128}$"+"\""};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
else {
const err26 = {instancePath:instancePath+"/nomad/install/sha512",schemaPath:"#/properties/nomad/properties/install/properties/sha512/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
}
else {
const err27 = {instancePath:instancePath+"/nomad/install",schemaPath:"#/properties/nomad/properties/install/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
}
else {
const err28 = {instancePath:instancePath+"/nomad",schemaPath:"#/properties/nomad/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data.target !== undefined){
let data11 = data.target;
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
for(const key3 in data11){
if(!((((key3 === "format") || (key3 === "os")) || (key3 === "platform")) || (key3 === "ignitionSpec"))){
const err29 = {instancePath:instancePath+"/target",schemaPath:"#/properties/target/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data11.format !== undefined){
let data12 = data11.format;
if(typeof data12 !== "string"){
const err30 = {instancePath:instancePath+"/target/format",schemaPath:"#/$defs/firstBootFormat/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
if(!((data12 === "cloud-init") || (data12 === "ignition"))){
const err31 = {instancePath:instancePath+"/target/format",schemaPath:"#/$defs/firstBootFormat/enum",keyword:"enum",params:{allowedValues: schema32.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data11.os !== undefined){
let data13 = data11.os;
if(typeof data13 !== "string"){
const err32 = {instancePath:instancePath+"/target/os",schemaPath:"#/$defs/operatingSystem/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
if(!(((((data13 === "debian") || (data13 === "ubuntu")) || (data13 === "fedora-coreos")) || (data13 === "flatcar")) || (data13 === "microos"))){
const err33 = {instancePath:instancePath+"/target/os",schemaPath:"#/$defs/operatingSystem/enum",keyword:"enum",params:{allowedValues: schema33.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(data11.platform !== undefined){
let data14 = data11.platform;
if(typeof data14 !== "string"){
const err34 = {instancePath:instancePath+"/target/platform",schemaPath:"#/$defs/platform/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
if(!((((((((((((((data14 === "nocloud") || (data14 === "libvirt")) || (data14 === "proxmox")) || (data14 === "ec2")) || (data14 === "gcp")) || (data14 === "azure")) || (data14 === "openstack")) || (data14 === "hetzner")) || (data14 === "digitalocean")) || (data14 === "oci")) || (data14 === "akamai")) || (data14 === "scaleway")) || (data14 === "vultr")) || (data14 === "vmware"))){
const err35 = {instancePath:instancePath+"/target/platform",schemaPath:"#/$defs/platform/enum",keyword:"enum",params:{allowedValues: schema34.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data11.ignitionSpec !== undefined){
let data15 = data11.ignitionSpec;
if(typeof data15 !== "string"){
const err36 = {instancePath:instancePath+"/target/ignitionSpec",schemaPath:"#/$defs/ignitionSpec/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
if(!((((data15 === "3.3.0") || (data15 === "3.4.0")) || (data15 === "3.5.0")) || (data15 === "3.6.0"))){
const err37 = {instancePath:instancePath+"/target/ignitionSpec",schemaPath:"#/$defs/ignitionSpec/enum",keyword:"enum",params:{allowedValues: schema35.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
}
else {
const err38 = {instancePath:instancePath+"/target",schemaPath:"#/properties/target/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data.networks !== undefined){
let data16 = data.networks;
if(data16 && typeof data16 == "object" && !Array.isArray(data16)){
if(Object.keys(data16).length < 1){
const err39 = {instancePath:instancePath+"/networks",schemaPath:"#/properties/networks/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
for(const key4 in data16){
let data17 = data16[key4];
if(data17 && typeof data17 == "object" && !Array.isArray(data17)){
for(const key5 in data17){
if(!((((((key5 === "subnet") || (key5 === "subnets")) || (key5 === "gateway")) || (key5 === "gateways")) || (key5 === "nameservers")) || (key5 === "mtu"))){
const err40 = {instancePath:instancePath+"/networks/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/network/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data17.subnet !== undefined){
if(typeof data17.subnet !== "string"){
const err41 = {instancePath:instancePath+"/networks/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/subnet",schemaPath:"#/$defs/network/properties/subnet/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
if(data17.subnets !== undefined){
let data19 = data17.subnets;
if(Array.isArray(data19)){
if(data19.length < 1){
const err42 = {instancePath:instancePath+"/networks/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/subnets",schemaPath:"#/$defs/network/properties/subnets/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
const len0 = data19.length;
for(let i0=0; i0<len0; i0++){
if(typeof data19[i0] !== "string"){
const err43 = {instancePath:instancePath+"/networks/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/subnets/" + i0,schemaPath:"#/$defs/network/properties/subnets/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
}
else {
const err44 = {instancePath:instancePath+"/networks/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/subnets",schemaPath:"#/$defs/network/properties/subnets/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
if(data17.gateway !== undefined){
if(typeof data17.gateway !== "string"){
const err45 = {instancePath:instancePath+"/networks/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/gateway",schemaPath:"#/$defs/network/properties/gateway/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
if(data17.gateways !== undefined){
let data22 = data17.gateways;
if(Array.isArray(data22)){
if(data22.length < 1){
const err46 = {instancePath:instancePath+"/networks/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/gateways",schemaPath:"#/$defs/network/properties/gateways/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
const len1 = data22.length;
for(let i1=0; i1<len1; i1++){
if(typeof data22[i1] !== "string"){
const err47 = {instancePath:instancePath+"/networks/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/gateways/" + i1,schemaPath:"#/$defs/network/properties/gateways/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
}
else {
const err48 = {instancePath:instancePath+"/networks/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/gateways",schemaPath:"#/$defs/network/properties/gateways/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
if(data17.nameservers !== undefined){
let data24 = data17.nameservers;
if(Array.isArray(data24)){
const len2 = data24.length;
for(let i2=0; i2<len2; i2++){
if(typeof data24[i2] !== "string"){
const err49 = {instancePath:instancePath+"/networks/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/nameservers/" + i2,schemaPath:"#/$defs/network/properties/nameservers/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
}
else {
const err50 = {instancePath:instancePath+"/networks/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/nameservers",schemaPath:"#/$defs/network/properties/nameservers/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(data17.mtu !== undefined){
let data26 = data17.mtu;
if(!(((typeof data26 == "number") && (!(data26 % 1) && !isNaN(data26))) && (isFinite(data26)))){
const err51 = {instancePath:instancePath+"/networks/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/mtu",schemaPath:"#/$defs/network/properties/mtu/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
if((typeof data26 == "number") && (isFinite(data26))){
if(data26 > 65535 || isNaN(data26)){
const err52 = {instancePath:instancePath+"/networks/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/mtu",schemaPath:"#/$defs/network/properties/mtu/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535},message:"must be <= 65535"};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
if(data26 < 576 || isNaN(data26)){
const err53 = {instancePath:instancePath+"/networks/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")+"/mtu",schemaPath:"#/$defs/network/properties/mtu/minimum",keyword:"minimum",params:{comparison: ">=", limit: 576},message:"must be >= 576"};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
}
}
else {
const err54 = {instancePath:instancePath+"/networks/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/network/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
}
else {
const err55 = {instancePath:instancePath+"/networks",schemaPath:"#/properties/networks/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
if(data.server !== undefined){
if(!(validate21(data.server, {instancePath:instancePath+"/server",parentData:data,parentDataProperty:"server",rootData,dynamicAnchors}))){
vErrors = append(vErrors, validate21.errors);
errors = vErrors.length;
}
}
if(data.client !== undefined){
if(!(validate23(data.client, {instancePath:instancePath+"/client",parentData:data,parentDataProperty:"client",rootData,dynamicAnchors}))){
vErrors = append(vErrors, validate23.errors);
errors = vErrors.length;
}
}
if(data.certificates !== undefined){
let data29 = data.certificates;
if(data29 && typeof data29 == "object" && !Array.isArray(data29)){
for(const key6 in data29){
if(!(key6 === "validity")){
const err56 = {instancePath:instancePath+"/certificates",schemaPath:"#/properties/certificates/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
if(data29.validity !== undefined){
let data30 = data29.validity;
if(typeof data30 === "string"){
if(!pattern15.test(data30)){
const err57 = {instancePath:instancePath+"/certificates/validity",schemaPath:"#/properties/certificates/properties/validity/pattern",keyword:"pattern",params:{pattern: "^[1-9][0-9]{0,4}d$|^[1-9][0-9]?y$"},message:"must match pattern \""+"^[1-9][0-9]{0,4}d$|^[1-9][0-9]?y$"+"\""};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
else {
const err58 = {instancePath:instancePath+"/certificates/validity",schemaPath:"#/properties/certificates/properties/validity/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
}
else {
const err59 = {instancePath:instancePath+"/certificates",schemaPath:"#/properties/certificates/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
if(data.users !== undefined){
let data31 = data.users;
if(Array.isArray(data31)){
const len3 = data31.length;
for(let i3=0; i3<len3; i3++){
let data32 = data31[i3];
if(data32 && typeof data32 == "object" && !Array.isArray(data32)){
if(data32.name === undefined){
const err60 = {instancePath:instancePath+"/users/" + i3,schemaPath:"#/$defs/user/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
if(data32.sshAuthorizedKeys === undefined){
const err61 = {instancePath:instancePath+"/users/" + i3,schemaPath:"#/$defs/user/required",keyword:"required",params:{missingProperty: "sshAuthorizedKeys"},message:"must have required property '"+"sshAuthorizedKeys"+"'"};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
for(const key7 in data32){
if(!(((key7 === "name") || (key7 === "sshAuthorizedKeys")) || (key7 === "sudo"))){
const err62 = {instancePath:instancePath+"/users/" + i3,schemaPath:"#/$defs/user/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(data32.name !== undefined){
let data33 = data32.name;
if(typeof data33 === "string"){
if(!pattern16.test(data33)){
const err63 = {instancePath:instancePath+"/users/" + i3+"/name",schemaPath:"#/$defs/user/properties/name/pattern",keyword:"pattern",params:{pattern: "^[a-z_][a-z0-9_-]{0,31}$"},message:"must match pattern \""+"^[a-z_][a-z0-9_-]{0,31}$"+"\""};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
else {
const err64 = {instancePath:instancePath+"/users/" + i3+"/name",schemaPath:"#/$defs/user/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
if(data32.sshAuthorizedKeys !== undefined){
let data34 = data32.sshAuthorizedKeys;
if(Array.isArray(data34)){
if(data34.length < 1){
const err65 = {instancePath:instancePath+"/users/" + i3+"/sshAuthorizedKeys",schemaPath:"#/$defs/user/properties/sshAuthorizedKeys/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
const len4 = data34.length;
for(let i4=0; i4<len4; i4++){
if(typeof data34[i4] !== "string"){
const err66 = {instancePath:instancePath+"/users/" + i3+"/sshAuthorizedKeys/" + i4,schemaPath:"#/$defs/user/properties/sshAuthorizedKeys/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
}
else {
const err67 = {instancePath:instancePath+"/users/" + i3+"/sshAuthorizedKeys",schemaPath:"#/$defs/user/properties/sshAuthorizedKeys/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
if(data32.sudo !== undefined){
if(typeof data32.sudo !== "boolean"){
const err68 = {instancePath:instancePath+"/users/" + i3+"/sudo",schemaPath:"#/$defs/user/properties/sudo/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
}
else {
const err69 = {instancePath:instancePath+"/users/" + i3,schemaPath:"#/$defs/user/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
}
}
else {
const err70 = {instancePath:instancePath+"/users",schemaPath:"#/properties/users/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
if(data.extra !== undefined){
let data37 = data.extra;
if(data37 && typeof data37 == "object" && !Array.isArray(data37)){
for(const key8 in data37){
if(!(((key8 === "files") || (key8 === "units")) || (key8 === "userData"))){
const err71 = {instancePath:instancePath+"/extra",schemaPath:"#/$defs/extra/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
if(data37.files !== undefined){
let data38 = data37.files;
if(Array.isArray(data38)){
const len5 = data38.length;
for(let i5=0; i5<len5; i5++){
let data39 = data38[i5];
if(data39 && typeof data39 == "object" && !Array.isArray(data39)){
if(data39.path === undefined){
const err72 = {instancePath:instancePath+"/extra/files/" + i5,schemaPath:"#/$defs/extra/properties/files/items/required",keyword:"required",params:{missingProperty: "path"},message:"must have required property '"+"path"+"'"};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
if(data39.content === undefined){
const err73 = {instancePath:instancePath+"/extra/files/" + i5,schemaPath:"#/$defs/extra/properties/files/items/required",keyword:"required",params:{missingProperty: "content"},message:"must have required property '"+"content"+"'"};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
for(const key9 in data39){
if(!(((key9 === "path") || (key9 === "content")) || (key9 === "mode"))){
const err74 = {instancePath:instancePath+"/extra/files/" + i5,schemaPath:"#/$defs/extra/properties/files/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
if(data39.path !== undefined){
let data40 = data39.path;
if(typeof data40 === "string"){
if(!pattern17.test(data40)){
const err75 = {instancePath:instancePath+"/extra/files/" + i5+"/path",schemaPath:"#/$defs/extra/properties/files/items/properties/path/pattern",keyword:"pattern",params:{pattern: "^(?=.{1,1024}$)(/(?!\\.{1,2}(/|$))[A-Za-z0-9@._+-]+)+$"},message:"must match pattern \""+"^(?=.{1,1024}$)(/(?!\\.{1,2}(/|$))[A-Za-z0-9@._+-]+)+$"+"\""};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
else {
const err76 = {instancePath:instancePath+"/extra/files/" + i5+"/path",schemaPath:"#/$defs/extra/properties/files/items/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
if(data39.content !== undefined){
if(typeof data39.content !== "string"){
const err77 = {instancePath:instancePath+"/extra/files/" + i5+"/content",schemaPath:"#/$defs/extra/properties/files/items/properties/content/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
if(data39.mode !== undefined){
let data42 = data39.mode;
if(typeof data42 === "string"){
if(!pattern18.test(data42)){
const err78 = {instancePath:instancePath+"/extra/files/" + i5+"/mode",schemaPath:"#/$defs/extra/properties/files/items/properties/mode/pattern",keyword:"pattern",params:{pattern: "^0[0-7]{3}$"},message:"must match pattern \""+"^0[0-7]{3}$"+"\""};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
else {
const err79 = {instancePath:instancePath+"/extra/files/" + i5+"/mode",schemaPath:"#/$defs/extra/properties/files/items/properties/mode/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
}
else {
const err80 = {instancePath:instancePath+"/extra/files/" + i5,schemaPath:"#/$defs/extra/properties/files/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
}
else {
const err81 = {instancePath:instancePath+"/extra/files",schemaPath:"#/$defs/extra/properties/files/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
}
if(data37.units !== undefined){
let data43 = data37.units;
if(data43 && typeof data43 == "object" && !Array.isArray(data43)){
for(const key10 in data43){
let data44 = data43[key10];
if(data44 && typeof data44 == "object" && !Array.isArray(data44)){
for(const key11 in data44){
if(!(((key11 === "content") || (key11 === "enable")) || (key11 === "dropIns"))){
const err82 = {instancePath:instancePath+"/extra/units/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/extra/properties/units/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key11},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
}
if(data44.content !== undefined){
if(typeof data44.content !== "string"){
const err83 = {instancePath:instancePath+"/extra/units/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/content",schemaPath:"#/$defs/extra/properties/units/additionalProperties/properties/content/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
if(data44.enable !== undefined){
if(typeof data44.enable !== "boolean"){
const err84 = {instancePath:instancePath+"/extra/units/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/enable",schemaPath:"#/$defs/extra/properties/units/additionalProperties/properties/enable/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
}
if(data44.dropIns !== undefined){
let data47 = data44.dropIns;
if(data47 && typeof data47 == "object" && !Array.isArray(data47)){
for(const key12 in data47){
if(typeof data47[key12] !== "string"){
const err85 = {instancePath:instancePath+"/extra/units/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/dropIns/" + key12.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/extra/properties/units/additionalProperties/properties/dropIns/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
}
}
else {
const err86 = {instancePath:instancePath+"/extra/units/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/dropIns",schemaPath:"#/$defs/extra/properties/units/additionalProperties/properties/dropIns/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
}
}
else {
const err87 = {instancePath:instancePath+"/extra/units/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/extra/properties/units/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
}
else {
const err88 = {instancePath:instancePath+"/extra/units",schemaPath:"#/$defs/extra/properties/units/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
}
if(data37.userData !== undefined){
let data49 = data37.userData;
if(Array.isArray(data49)){
const len6 = data49.length;
for(let i6=0; i6<len6; i6++){
let data50 = data49[i6];
if(data50 && typeof data50 == "object" && !Array.isArray(data50)){
if(data50.name === undefined){
const err89 = {instancePath:instancePath+"/extra/userData/" + i6,schemaPath:"#/$defs/extra/properties/userData/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
if(data50.type === undefined){
const err90 = {instancePath:instancePath+"/extra/userData/" + i6,schemaPath:"#/$defs/extra/properties/userData/items/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'"};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
if(data50.content === undefined){
const err91 = {instancePath:instancePath+"/extra/userData/" + i6,schemaPath:"#/$defs/extra/properties/userData/items/required",keyword:"required",params:{missingProperty: "content"},message:"must have required property '"+"content"+"'"};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
for(const key13 in data50){
if(!((((key13 === "name") || (key13 === "type")) || (key13 === "content")) || (key13 === "mergeHow"))){
const err92 = {instancePath:instancePath+"/extra/userData/" + i6,schemaPath:"#/$defs/extra/properties/userData/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key13},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
}
if(data50.name !== undefined){
let data51 = data50.name;
if(typeof data51 === "string"){
if(!pattern19.test(data51)){
const err93 = {instancePath:instancePath+"/extra/userData/" + i6+"/name",schemaPath:"#/$defs/extra/properties/userData/items/properties/name/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9._-]{1,64}$"},message:"must match pattern \""+"^[A-Za-z0-9._-]{1,64}$"+"\""};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
}
else {
const err94 = {instancePath:instancePath+"/extra/userData/" + i6+"/name",schemaPath:"#/$defs/extra/properties/userData/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
}
if(data50.type !== undefined){
let data52 = data50.type;
if(typeof data52 !== "string"){
const err95 = {instancePath:instancePath+"/extra/userData/" + i6+"/type",schemaPath:"#/$defs/extra/properties/userData/items/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
if(!((data52 === "cloud-config") || (data52 === "shell-script"))){
const err96 = {instancePath:instancePath+"/extra/userData/" + i6+"/type",schemaPath:"#/$defs/extra/properties/userData/items/properties/type/enum",keyword:"enum",params:{allowedValues: schema53.properties.userData.items.properties.type.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
}
if(data50.content !== undefined){
if(typeof data50.content !== "string"){
const err97 = {instancePath:instancePath+"/extra/userData/" + i6+"/content",schemaPath:"#/$defs/extra/properties/userData/items/properties/content/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
}
if(data50.mergeHow !== undefined){
if(typeof data50.mergeHow !== "string"){
const err98 = {instancePath:instancePath+"/extra/userData/" + i6+"/mergeHow",schemaPath:"#/$defs/extra/properties/userData/items/properties/mergeHow/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
}
}
else {
const err99 = {instancePath:instancePath+"/extra/userData/" + i6,schemaPath:"#/$defs/extra/properties/userData/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
}
}
else {
const err100 = {instancePath:instancePath+"/extra/userData",schemaPath:"#/$defs/extra/properties/userData/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
}
}
else {
const err101 = {instancePath:instancePath+"/extra",schemaPath:"#/$defs/extra/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
}
if(data.machines !== undefined){
let data55 = data.machines;
if(data55 && typeof data55 == "object" && !Array.isArray(data55)){
if(Object.keys(data55).length < 1){
const err102 = {instancePath:instancePath+"/machines",schemaPath:"#/properties/machines/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties"};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
for(const key14 in data55){
if(!(validate25(data55[key14], {instancePath:instancePath+"/machines/" + key14.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data55,parentDataProperty:key14,rootData,dynamicAnchors}))){
vErrors = append(vErrors, validate25.errors);
errors = vErrors.length;
}
}
}
else {
const err103 = {instancePath:instancePath+"/machines",schemaPath:"#/properties/machines/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
}
}
else {
const err104 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
validate20.errors = vErrors;
return errors === 0;
}
validate20.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

function append(errors, more) {
  if (errors === null) return more;
  for (const error of more) errors.push(error);
  return errors;
}
