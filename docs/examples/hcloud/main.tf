# Hetzner Cloud, from what `build-userdata cluster.yaml --out out` wrote into this folder.

terraform {
  required_providers {
    hcloud = {
      source  = "hetznercloud/hcloud"
      version = "~> 1.50"
    }
  }
}

variable "image" {
  description = "Id of a snapshot that has Nomad and cloud-init."
  type        = string
}

locals {
  manifest = jsondecode(file("${path.module}/out/manifest.json"))
  subnet   = local.manifest.networks.private.subnets[0]
}

resource "hcloud_network" "private" {
  name     = local.manifest.cluster
  ip_range = local.subnet
}

resource "hcloud_network_subnet" "private" {
  network_id   = hcloud_network.private.id
  type         = "cloud"
  network_zone = "eu-central"
  ip_range     = local.subnet
}

resource "hcloud_server" "machine" {
  for_each   = local.manifest.machines
  depends_on = [hcloud_network_subnet.private]

  name        = each.key
  image       = var.image
  server_type = contains(each.value.roles, "client") ? "cpx31" : "cpx11"
  location    = "fsn1"
  labels      = { for role in each.value.roles : role => "yes" }
  user_data   = sensitive(file("${path.module}/out/machines/${each.key}/user-data"))

  network {
    network_id = hcloud_network.private.id
    ip         = each.value.networks.private.address
  }

  lifecycle {
    # Other user-data would replace every machine at once. Replace them one by one, each when the one before says ready:
    # tofu apply -replace='hcloud_server.machine["server-1"]'
    ignore_changes = [user_data]
  }
}
