
# ask ROLE PATH: in place of the other one, for a Nomad whose own program has no word for it. With HTTP/1.0 the answer
# comes in one piece, and the agent ends the connection. What s_client complains about is put into Nomad's words.
ask() {
	verified=${SERVER:+server}
	verified=${verified:-$1}.$REGION.nomad
	url=${SERVER:-$(url_of "$1")}
	# Go's servers take lines that end with a line feed alone.
	request="GET $2 HTTP/1.0
Host: $verified
X-Nomad-Token: ${NOMAD_TOKEN-}
"
	{
		printf '%s\n' "$request" |
			timeout "${PATIENCE:-10}" openssl s_client -quiet -connect "${url#https://}" -servername "$verified" \
				-verify_hostname "$verified" -verify_return_error -CAfile "/etc/nomad-$1.d/ca.pem" \
				-cert "/etc/nomad-$1.d/$1.pem" -key "$STATE/secrets/$1-key.pem" 2>&1 >&3 |
			sed 's/certificate verify failed\|unknown ca/unknown authority/; s/No route/no route/' >"$ERRORS"
	} 3>&1 | sed '1,/^\r*$/d'
}
